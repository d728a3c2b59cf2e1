/** What came of a write that can be repeated: the record as it is stored now, and whether this call made it. */
export interface Recorded<T> {
  record: T;
  created: boolean;
}
