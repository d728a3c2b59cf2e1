import type { Scope } from '../../src/platform/scopes.ts';
import type { World } from './world.ts';

/** A field, the operation that asks for exactly it, and the scopes that it needs. */
export interface Guarded {
  /** `Type.field`; behind it, where a field is guarded by what it is asked for, what that is. */
  field: string;
  /** All of them are needed. None: any token will do. */
  needs: readonly Scope[];
  /** Why it needs no scope. */
  why?: string;
  /** For administrators only. */
  admin?: true;
  operation: string;
  /** Where its answer stands. */
  at: readonly (string | number)[];
  /** Made anew for each request, with what the operation needs to be there. */
  variables: (world: World) => object | Promise<object>;
  /** Where a file stands in for a variable. */
  file?: string;
  /** What that file is; by default a FIT file. */
  content?: Uint8Array;
}
