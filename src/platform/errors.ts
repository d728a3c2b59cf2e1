/** The closed list of reasons for which Vitalgate refuses an act. Every door maps them to its own words, in one place. */
export type ErrorCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'BAD_USER_INPUT'
  | 'CONFLICT'
  | 'PAYLOAD_TOO_LARGE'
  | 'RATE_LIMITED'
  | 'INTERNAL_SERVER_ERROR';

/** The HTTP status of each reason. */
export const statusOf: Record<ErrorCode, number> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  BAD_USER_INPUT: 400,
  CONFLICT: 409,
  PAYLOAD_TOO_LARGE: 413,
  RATE_LIMITED: 429,
  INTERNAL_SERVER_ERROR: 500,
};

/** What is wrong with each named input field, e.g. `{ 'laps.0.startedAt': ['is before the activity'] }`. */
export type FieldErrors = Readonly<Record<string, readonly string[]>>;

/** A refusal that is safe to show to the caller: its message holds no secret and no health data. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly code: ErrorCode;
  readonly fields: FieldErrors | undefined;
  /** When it makes sense to ask again; only with RATE_LIMITED. */
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, message: string, fields?: FieldErrors, retryAfterSeconds?: number) {
    super(message);
    this.code = code;
    this.fields = fields;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export const unauthenticated = (message = 'A valid bearer token is required.') =>
  new DomainError('UNAUTHENTICATED', message);

export const forbidden = (message: string) => new DomainError('FORBIDDEN', message);

export const notFound = (what: string) => new DomainError('NOT_FOUND', `${what} was not found.`);

export const conflict = (message: string, fields?: FieldErrors) => new DomainError('CONFLICT', message, fields);

export const payloadTooLarge = (message: string) => new DomainError('PAYLOAD_TOO_LARGE', message);

export const rateLimited = (message: string, retryAfterSeconds: number) =>
  new DomainError('RATE_LIMITED', message, undefined, retryAfterSeconds);

/** Refuses one input field; `problem` completes the sentence that starts with the field's name. */
export const badInput = (field: string, problem: string) =>
  new DomainError('BAD_USER_INPUT', `${field} ${problem}`, { [field]: [problem] });
