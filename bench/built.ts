/** A module of the built gateway. A bench measures what runs, not its sources. */
export const built = async <Module>(path: string): Promise<Module> =>
  (await import(new URL(`../dist/src/${path}`, import.meta.url).href)) as Module;
