import pg from 'pg';

/** Statements beyond these are not prepared: each takes memory in every connection's server process. */
const mostPrepared = 400;

/** A table has got a column since the statement was prepared. */
const hasChanged = '0A000';

/** The names of statements by their text, the same in all connections of this process. */
class Names {
  readonly #names = new Map<string, string>();
  #last = 0;

  of(text: string): string | undefined {
    const known = this.#names.get(text);
    if (known !== undefined || this.#names.size >= mostPrepared) return known;
    const name = `s${(this.#last += 1)}`;
    this.#names.set(text, name);
    return name;
  }

  /** Has a statement prepared anew. */
  forget(text: string): void {
    this.#names.delete(text);
  }
}

type Query = (text: string, values: unknown[]) => Promise<pg.QueryResult>;

/**
 * Makes a class of connections that have PostgreSQL parse and plan each statement with parameters once, for as long as they live. It asks `pg` by
 * callback, since what its promises hold outlives many a garbage collection.
 */
export function preparingClient(): typeof pg.Client {
  const names = new Names();
  return class extends pg.Client {
    constructor(config?: string | pg.ClientConfig) {
      super(config);
      const query = super.query.bind(this) as unknown as (
        config: pg.QueryConfig,
        told: (error: Error | null, result: pg.QueryResult) => void,
      ) => void;
      const others = super.query.bind(this) as unknown as (...given: unknown[]) => unknown;
      const ask: Query = (text, values) =>
        new Promise((resolve, reject) => {
          const name = names.of(text);
          query({ text, values, ...(name !== undefined && { name }) }, (error, result) => {
            if (!error) return resolve(result);
            if ((error as pg.DatabaseError).code === hasChanged) names.forget(text);
            Error.captureStackTrace(error);
            reject(error);
          });
        });
      const prepared: Query = (text, values) => {
        // A transaction has to begin anew as a whole.
        const isAlone = this.getTransactionStatus() === 'I';
        return ask(text, values).catch((error: pg.DatabaseError) => {
          if (isAlone && error.code === hasChanged) return ask(text, values);
          throw error;
        });
      };
      this.query = ((...given: unknown[]) => {
        const [text, values] = given;
        return typeof text === 'string' && Array.isArray(values) && values.length > 0 && given.length === 2
          ? prepared(text, values)
          : others(...given);
      }) as typeof this.query;
    }
  };
}
