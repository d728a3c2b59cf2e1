export const formType = 'multipart/form-data; boundary=b';

type Part = [headers: string, content: Uint8Array | string];

/** A form written by hand: headers of parts as they are, and bytes. */
export function form(...parts: Part[]): Buffer {
  const written = parts.map(([headers, content]) =>
    Buffer.concat([Buffer.from(`--b\r\n${headers}\r\n\r\n`), Buffer.from(content), Buffer.from('\r\n')]),
  );
  return Buffer.concat([...written, Buffer.from('--b--\r\n')]);
}

/** The header of a file. */
export const disposition = (name: string, filename: string): string => `${field(name)}; filename="${filename}"`;

/** The header of a field of text. */
export const field = (name: string): string => `content-disposition: form-data; name="${name}"`;

/** What it is, its bytes, and its content type when that is another one. */
export type HostileForm = [what: string, body: Uint8Array, contentType?: string];

/**
 * Forms that are none, or lack their file in some way, though the file itself is good.
 * @param others the parts that a form must have beside its file
 */
export function hostileForms(
  { filename, content }: { filename: string; content: Uint8Array },
  ...others: Part[]
): HostileForm[] {
  const good = form(...others, [disposition('file', filename), content]);
  const withPart = (...part: Part) => form(...others, part);
  return [
    ['nothing', Buffer.alloc(0)],
    ['no boundary', good, 'multipart/form-data'],
    ['an empty boundary', good, 'multipart/form-data; boundary='],
    ['another boundary', good, 'multipart/form-data; boundary=c'],
    ['a boundary of 5,000 characters', good, `multipart/form-data; boundary=${'b'.repeat(5000)}`],
    ['another kind of multipart', good, 'multipart/mixed; boundary=b'],
    ['no multipart', good, 'application/x-www-form-urlencoded'],
    ['only its end', Buffer.from('--b--\r\n')],
    ['only its beginning', Buffer.from('--b\r\n')],
    ['bytes', content],
    ['JSON', Buffer.from(`{"file": "${filename}"}`)],
    ['cut in the headers', good.subarray(0, 20)],
    ['cut in the file', good.subarray(0, good.length - Math.ceil(content.length / 2))],
    ['cut before its end', good.subarray(0, good.length - 8)],
    ['a part without headers', withPart('', content)],
    ['a part without a name', withPart('content-disposition: form-data', content)],
    ['a file without a name of its own', withPart(field('file'), content)],
    ['an attachment', withPart(`content-disposition: attachment; filename="${filename}"`, content)],
    ['another field', withPart(disposition('upload', filename), content)],
    ['another field, cut', withPart(disposition('upload', filename), content).subarray(0, -20)],
    ['a field of a prototype', withPart(disposition('__proto__', filename), content)],
    ['a field of another prototype', withPart(disposition('constructor', filename), content)],
    ['a thousand headers', withPart(`${'x-header: 1\r\n'.repeat(1000)}x: 1`, content)],
    ['two hundred fields', form(...Array.from({ length: 200 }, (_, at): Part => [field(`f${at}`), 'x']))],
    ['a field of a megabyte', withPart(field('x'), 'x'.repeat(1_000_000))],
    [
      'base64',
      withPart(
        `${disposition('file', filename)}\r\ncontent-transfer-encoding: base64`,
        Buffer.from(content).toString('base64'),
      ),
    ],
  ];
}
