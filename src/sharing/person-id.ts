import { notFound } from '../platform/errors.ts';
import { parseTypeId } from '../platform/ids.ts';

/** The UUID of someone whom a client names by the id of their `Person` or of their `User`; `undefined` when it is neither. */
export function parsePersonId(text: string): string | undefined {
  const parsed = parseTypeId(text);
  return parsed?.kind === 'Person' || parsed?.kind === 'User' ? parsed.id : undefined;
}

/** As `parsePersonId`. @throws DomainError NOT_FOUND: what is no id of a person cannot name one */
export function personIdOf(text: string): string {
  const id = parsePersonId(text);
  if (id === undefined) throw notFound('This person');
  return id;
}
