/**
 * Who is told what, in the words of the design and without a line of the gateway's: a plain model to hold it to.
 * Dates are local, and are compared as text.
 */
export interface ModelShare {
  include: readonly string[];
  notify: readonly string[];
  startDate: string | null;
  endDate: string | null;
  isLive: boolean;
}

export interface ModelEntry {
  kind: string;
  category: string | null;
  count: number;
  localDate: string | null;
  /** Which of the viewer's shares it came by, in the order in which they were made. */
  share: number;
}

/** One viewer of one owner. */
export interface ModelViewer {
  shares: ModelShare[];
  hasBlocked: boolean;
  log: ModelEntry[];
}

export const newViewer = (): ModelViewer => ({ shares: [], hasBlocked: false, log: [] });

const covers = ({ startDate, endDate }: ModelShare, date: string): boolean =>
  (startDate === null || startDate <= date) && (endDate === null || endDate >= date);

/** The owner logged something that it had not told of before. */
export function logged(viewers: readonly ModelViewer[], carried: Iterable<string>, localDate: string): void {
  for (const { shares, log } of viewers)
    for (const category of [...carried].sort()) {
      const share = shares.findIndex(
        (one) =>
          one.isLive && one.include.includes(category) && one.notify.includes(category) && covers(one, localDate),
      );
      if (share !== -1) log.push({ kind: 'LOGGED', category, count: 1, localDate, share });
    }
}

const ofShare = (kind: string, share: number): ModelEntry => ({
  kind,
  category: null,
  count: 1,
  localDate: null,
  share,
});

/** @returns whether the viewer lets them */
export function shared(viewer: ModelViewer, terms: Omit<ModelShare, 'isLive'>): boolean {
  if (viewer.hasBlocked) return false;
  viewer.shares.push({ ...terms, isLive: true });
  viewer.log.push(ofShare('SHARE_CREATED', viewer.shares.length - 1));
  return true;
}

export function revoked({ shares, log }: ModelViewer, index: number): void {
  const share = shares[index];
  if (!share?.isLive) return;
  share.isLive = false;
  log.push(ofShare('SHARE_REVOKED', index));
}

/** The owner changes what a share includes, and when from. */
export function changed(
  { shares, log }: ModelViewer,
  index: number,
  terms: Pick<ModelShare, 'include' | 'startDate'>,
): void {
  const share = shares[index];
  if (!share?.isLive) return;
  const isNew = share.startDate !== terms.startDate || share.include.join() !== terms.include.join();
  Object.assign(share, terms);
  if (isNew) log.push(ofShare('SHARE_CHANGED', index));
}

/** The viewer asks to be told of something else: nobody is told of that. */
export function asked({ shares }: ModelViewer, index: number, notify: readonly string[]): void {
  const share = shares[index];
  if (share?.isLive) share.notify = notify;
}

/** The viewer leaves, or blocks the owner: nobody is told. */
export function left(viewer: ModelViewer, hasBlocked: boolean): void {
  for (const share of viewer.shares) share.isLive = false;
  if (hasBlocked) viewer.hasBlocked = true;
}

/** What of a log is shared now: all that tells of a share, and what was logged where a live share includes its category and date. */
export const listed = ({ shares, log }: ModelViewer): ModelEntry[] =>
  log.filter(
    ({ kind, category, localDate }) =>
      kind !== 'LOGGED' ||
      shares.some((one) => one.isLive && one.include.includes(category ?? '') && covers(one, localDate ?? '')),
  );
