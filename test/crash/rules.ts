import {
  changed,
  listed,
  logged,
  newViewer,
  revoked,
  shared,
  type ModelEntry,
  type ModelShare,
  type ModelViewer,
} from '../sharing/told-model.ts';

export type Terms = Omit<ModelShare, 'isLive'>;

/** What an owner did, as far as it matters to those who are told. */
export type Act =
  | { kind: 'RECORDED'; record: string; carried: readonly string[]; date: string }
  | { kind: 'SHARED'; share: string; viewer: string; terms: Terms }
  | { kind: 'CHANGED'; share: string; viewer: string; terms: Pick<Terms, 'include' | 'startDate'> }
  | { kind: 'REVOKED'; share: string; viewer: string };

/** An entry of a viewer's log, by the names that the test gave to things. */
export interface Entry {
  told: string;
  /** Shared all the time since, so that the viewer must have heard of it; what was hidden for a while may have been passed over. */
  isAlwaysShown: boolean;
  isShown: boolean;
}

/** What of one owner's acts each of the viewers is told by the rules, in order. */
export function toldBy(acts: readonly Act[]): Map<string, Entry[]> {
  const viewers = new Map<string, ModelViewer>();
  const shareNames = new Map<ModelViewer, string[]>();
  const records = new Map<ModelEntry, string>();
  const wereHidden = new Set<ModelEntry>();

  const viewerOf = (id: string): ModelViewer => {
    const viewer = viewers.get(id) ?? newViewer();
    viewers.set(id, viewer);
    if (!shareNames.has(viewer)) shareNames.set(viewer, []);
    return viewer;
  };
  const hiddenOf = (viewer: ModelViewer): ModelEntry[] => {
    const shown = new Set(listed(viewer));
    return viewer.log.filter((entry) => !shown.has(entry));
  };

  for (const act of acts) {
    if (act.kind === 'RECORDED') {
      const before = [...viewers.values()].map((viewer) => [viewer, viewer.log.length] as const);
      logged([...viewers.values()], act.carried, act.date);
      for (const [{ log }, known] of before) for (const entry of log.slice(known)) records.set(entry, act.record);
      continue;
    }
    const viewer = viewerOf(act.viewer);
    const names = shareNames.get(viewer) ?? [];
    if (act.kind === 'SHARED') {
      shared(viewer, act.terms);
      names.push(act.share);
    } else if (act.kind === 'CHANGED') changed(viewer, names.indexOf(act.share), act.terms);
    else revoked(viewer, names.indexOf(act.share));
    for (const entry of hiddenOf(viewer)) wereHidden.add(entry);
  }

  const entriesOf = (viewer: ModelViewer): Entry[] => {
    const hidden = new Set(hiddenOf(viewer));
    return viewer.log.map((entry) => ({
      told: inWords({
        ...entry,
        share: shareNames.get(viewer)?.[entry.share] ?? '?',
        record: records.get(entry) ?? null,
      }),
      isAlwaysShown: !wereHidden.has(entry),
      isShown: !hidden.has(entry),
    }));
  };
  return new Map([...viewers].map(([id, viewer]) => [id, entriesOf(viewer)]));
}

/** An entry as one line, whether it comes from the model or from the log. */
export const inWords = ({
  kind,
  category,
  count,
  localDate,
  share,
  record,
}: Omit<ModelEntry, 'share'> & { share: string; record: string | null }): string =>
  [kind, category, count, localDate, share, record].join(' · ');
