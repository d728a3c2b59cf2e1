import { encodeFit } from '../../src/files/fit/encode.ts';
import { madeUpRecording } from '../../src/files/testing/made-up-recording.ts';

export const upload = `mutation ($file: Upload!) { uploadActivityFile(input: { file: $file }) { duplicate } }`;
export const operations = { query: upload, variables: { file: null } };
export const map = { 0: ['variables.file'] };
export const fit = encodeFit(madeUpRecording({ seconds: 60 }));

export const preflighted = { 'apollo-require-preflight': '1' };

export type Parts = [name: string, value: unknown][];

/** A form of fields in this order; bytes become a file. */
export function form(parts: Parts): FormData {
  const made = new FormData();
  for (const [name, value] of parts) {
    if (value instanceof Uint8Array) made.append(name, new Blob([Buffer.from(value)]), 'run.fit');
    else made.append(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return made;
}

export const boundary = 'the-boundary';
export const formType = `multipart/form-data; boundary=${boundary}`;

/** The beginning of an upload, up to where the file's bytes follow. */
export const beforeBytes = [
  `--${boundary}\r\ncontent-disposition: form-data; name="operations"\r\n\r\n${JSON.stringify(operations)}\r\n`,
  `--${boundary}\r\ncontent-disposition: form-data; name="map"\r\n\r\n${JSON.stringify(map)}\r\n`,
  `--${boundary}\r\ncontent-disposition: form-data; name="0"; filename="run.fit"\r\n\r\n`,
].join('');
