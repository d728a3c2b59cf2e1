import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One file of the corpus and what must come out of it; a text for each session, as the manifest joins them with `|`. */
export interface CorpusFile {
  path: string;
  format: 'FIT' | 'TCX' | 'GPX';
  outcome: string;
  value: (column: string, session: number) => string;
  sessions: number;
}

/** Reads MANIFEST.tsv: tab-separated, one header line. */
export function readManifest(folder: string): CorpusFile[] {
  const [header, ...lines] = readFileSync(join(folder, 'MANIFEST.tsv'), 'utf8').trimEnd().split('\n');
  const columns = (header as string).split('\t');
  return lines.map((line) => {
    const cells = line.split('\t');
    const cell = (column: string) => cells[columns.indexOf(column)] ?? '';
    return {
      path: cell('file'),
      format: cell('format') as CorpusFile['format'],
      outcome: cell('expected_outcome'),
      sessions: Number(cell('sessions') || 0),
      value: (column, session) => {
        const values = cell(column).split('|');
        return (values.length === 1 && session > 0 ? '' : values[session]) ?? '';
      },
    };
  });
}
