import { Form } from './form.tsx';
import { dayOf, Instant } from './instant.tsx';
import type { ScopeChoice } from './new-token-form.tsx';
import type { Place } from './place.ts';

/** A token as its owner sees it, without the secret. Instants are ISO 8601. */
export interface TokenShown {
  readonly id: string;
  readonly name: string | null;
  readonly scopes: readonly ScopeChoice[];
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly lastUsedAt: string | null;
  /** The app that the token was made for. */
  readonly clientName: string | null;
}

export function TokenCard({ place, timezone, token }: { place: Place; timezone: string; token: TokenShown }) {
  const name = token.name ?? `Token of ${dayOf({ at: token.createdAt, timezone })}`;
  return (
    <>
      <div>
        <h2>
          <bdi>{name}</bdi>
        </h2>
        {token.clientName && (
          <p class="hint">
            Made for <bdi>{token.clientName}</bdi>
          </p>
        )}
      </div>
      <ul class="scopes" aria-label="May use">
        {token.scopes.map(({ scope, words }) => (
          <li key={scope}>
            {words} <code>{scope}</code>
          </li>
        ))}
      </ul>
      <div class="card-foot">
        <dl class="facts">
          <div>
            <dt>Made</dt>
            <dd>
              <Instant at={token.createdAt} timezone={timezone} />
            </dd>
          </div>
          <div>
            <dt>Ends</dt>
            <dd>
              <Instant at={token.expiresAt} timezone={timezone} />
            </dd>
          </div>
          <div>
            <dt>Last used</dt>
            <dd>{token.lastUsedAt ? <Instant at={token.lastUsedAt} timezone={timezone} /> : 'Not yet'}</dd>
          </div>
        </dl>
        <Form place={place} action={`${place.base}/account/tokens/revoke`}>
          <input type="hidden" name="id" value={token.id} />
          <button class="button danger">
            Revoke<span class="unseen"> {name}</span>
          </button>
        </Form>
      </div>
    </>
  );
}
