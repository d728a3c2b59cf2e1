import type { ClientRequest } from 'node:http';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { person } from '../../test/gateway/people.ts';
import { couple, dashboards, hasPicture, shown, uploadsPicture } from '../../test/gateway/pictures.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';
import { boundary, formType, preflighted } from '../../test/graphql/form.ts';
import { answerTo, openPost, type HttpAnswer } from '../../test/graphql/post.ts';
import { maxPictureBytes } from '../files/picture.codec.ts';
import { halves } from '../files/testing/made-up-picture.ts';
import { pngFile } from '../files/testing/png-file.ts';
import { parseTypeId, typeId } from '../platform/ids.ts';
import { scopes } from '../platform/scopes.ts';
import { setPicture } from './pictures.ts';

const gateway = useGateway();

const png = await halves().png().toBuffer();

/** An upload whose file is still to be written. */
function openUpload(token: string, id: string): ClientRequest {
  const query = `mutation ($id: ID!, $file: Upload!) {
    uploadDashboardPicture(input: { dashboardId: $id, file: $file }) { dashboard { id } }
  }`;
  const part = (name: string, value: object) =>
    `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${JSON.stringify(value)}\r\n`;
  const request = openPost(gateway, {
    ...preflighted,
    authorization: `Bearer ${token}`,
    'content-type': formType,
  });
  request.write(part('operations', { query, variables: { id, file: null } }) + part('map', { 0: ['variables.file'] }));
  request.write(`--${boundary}\r\ncontent-disposition: form-data; name="0"; filename="me.png"\r\n\r\n`);
  return request;
}

const refusal = ({ status, errors }: HttpAnswer) => ({
  status,
  code: errors?.[0]?.extensions.code,
  reason: errors?.[0]?.extensions.fields?.['file']?.join() ?? errors?.[0]?.message,
});

describe('a picture is refused', () => {
  const script = '<script>alert(document.domain)</script>';
  test.each<[string, () => Uint8Array | Promise<Uint8Array>, RegExp]>([
    ['that is empty', () => Buffer.alloc(0), /empty/],
    ['that is a page', () => Buffer.from(`<!doctype html><title>x</title>${script}`), /no picture/],
    ['that is a drawing', () => Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`), /no picture/],
    ['that is a GIF', () => halves().gif().toBuffer(), /no picture/],
    ['that is cut off', async () => (await halves(500, 500).jpeg().toBuffer()).subarray(0, 800), /damaged/],
    ['of 40,000 × 40,000 pixels', () => pngFile({ width: 40_000, height: 40_000, rows: 10 }), /40000 × 40000/],
  ])('%s, whatever it is called, and the one before stays', async (_what, make, reason) => {
    const { bob, dashboard } = await couple(gateway);
    const url = await hasPicture(gateway, bob, dashboard.id, png);
    expect(refusal(await uploadsPicture(gateway, bob, dashboard.id, await make()))).toEqual({
      status: 400,
      code: 'BAD_USER_INPUT',
      reason: expect.stringMatching(reason),
    });
    expect((await shown(url)).status).toBe(200);
  });

  test('of one byte over 5 MB, while exactly 5 MB are read', async () => {
    const { bob, dashboard } = await couple(gateway);
    // What stands behind the end of a picture is not looked at.
    const filled = (size: number) => Buffer.concat([png, Buffer.alloc(size - png.length)]);
    expect((await uploadsPicture(gateway, bob, dashboard.id, filled(maxPictureBytes))).errors).toBeUndefined();
    for (const size of [maxPictureBytes + 1, 4 * maxPictureBytes, 6 * maxPictureBytes]) {
      expect(refusal(await uploadsPicture(gateway, bob, dashboard.id, filled(size)))).toMatchObject({
        status: 413,
        code: 'PAYLOAD_TOO_LARGE',
      });
    }
    expect((await dashboards(bob))[0]?.pictureUrl).not.toBeNull();
  });

  test('but not one that is called by another format: what counts is what it is', async () => {
    const { bob, dashboard } = await couple(gateway);
    const answer = await uploadsPicture(gateway, bob, dashboard.id, png, { name: 'page.html', type: 'text/html' });
    expect(answer.errors).toBeUndefined();
    const url = answer.data?.uploadDashboardPicture.dashboard?.pictureUrl as string;
    expect((await fetch(url)).headers.get('content-type')).toBe('image/webp');
  });

  test('a script that a picture carries is not served', async () => {
    const { bob, dashboard } = await couple(gateway);
    const url = await hasPicture(gateway, bob, dashboard.id, Buffer.concat([png, Buffer.from(script)]));
    expect((await shown(url)).body).not.toMatch(/script|alert/);
  });
});

describe('an upload that breaks off leaves everything as it was:', () => {
  test('before anyone reads it', async () => {
    const { bob, dashboard } = await couple(gateway);
    const content = new Readable({ read: () => {} });
    const id = parseTypeId(dashboard.id)?.id as string;
    const answer = setPicture(await gateway.signedIn(bob.token), id, content);
    content.destroy(new Error('gone'));
    await expect(answer).rejects.toThrow('gone');
  });

  test('in its middle', async () => {
    const { bob, dashboard } = await couple(gateway);
    const request = openUpload(bob.token, dashboard.id);
    await new Promise((written) => request.write(png.subarray(0, 50), written));
    const over = new Promise((closed) => request.on('error', () => undefined).on('close', closed));
    request.destroy();
    await over;
    expect((await uploadsPicture(gateway, bob, dashboard.id, png)).errors).toBeUndefined();
  });
});

describe('nobody changes the picture', () => {
  test('of a dashboard of someone else, or of none', async () => {
    const [{ ann, bob, dashboard }, eve] = [await couple(gateway), await person(gateway, { name: 'Eve' })];
    const url = await hasPicture(gateway, bob, dashboard.id, png);
    const others = [dashboard.id, typeId('SharedDashboard', ann.id), typeId('Person', ann.id), 'dsh_x', ''];
    for (const who of [ann, eve]) {
      for (const id of others) {
        expect(refusal(await uploadsPicture(gateway, who, id, png))).toMatchObject({ code: 'NOT_FOUND' });
        const remove =
          'mutation ($id: ID!) { deleteDashboardPicture(input: { dashboardId: $id }) { dashboard { id } } }';
        expect((await who.ask(remove, { id })).errors?.[0]?.extensions.code).toBe('NOT_FOUND');
      }
    }
    expect((await shown(url)).status).toBe(200);
  });

  test('without the scope', async () => {
    const { dashboard } = await couple(gateway);
    const carl = await person(gateway, { scopes: scopes.filter((scope) => scope !== 'shares:write') });
    expect(refusal(await uploadsPicture(gateway, carl, dashboard.id, png))).toMatchObject({
      status: 403,
      code: 'FORBIDDEN',
    });
  });

  test('and is told so before the picture was sent', async () => {
    const [{ dashboard }, eve] = [await couple(gateway), await person(gateway, { name: 'Eve' })];
    const request = openUpload(eve.token, dashboard.id);
    const answer = answerTo(request);
    request.write('first bytes');
    expect((await answer).body.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    request.destroy();
  });
});
