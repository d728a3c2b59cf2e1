/** The first table below a heading of a page, as cells: prettier pads them, and that says nothing. */
export function tableUnder(page: string, heading: string): string[][] {
  const from = page.split('\n').findIndex((line) => line.replace(/^#+ /, '') === heading && line.startsWith('#'));
  if (from < 0) throw new Error(`there is no heading ${heading}`);
  const section = page.split('\n').slice(from + 1);
  const next = section.findIndex((line) => line.startsWith('#'));
  return cellsOf(section.slice(0, next < 0 ? undefined : next).join('\n'));
}

/** The cells of the tables in a text. */
export const cellsOf = (text: string): string[][] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replace(/^-+$/, '---')),
    );

export interface CodeBlock {
  language: string;
  code: string;
}

/** The blocks of code of a page. */
export const codeBlocks = (page: string): CodeBlock[] =>
  [...page.matchAll(/^```(\w*)\n([^]*?)^```$/gm)].map(([, language = '', code = '']) => ({ language, code }));
