import type { FastifyInstance } from 'fastify';
import { pictureType } from '../../files/picture.codec.ts';
import { notFound } from '../../platform/errors.ts';
import { readPicture } from '../../sharing/pictures.ts';
import type { Gateway } from '../gateway.ts';

interface PictureRoute {
  Params: { token: string };
}

/** What the addresses of pictures lead to. Whatever is wrong with one, the answer is the same. */
export async function pictureRoutes(app: FastifyInstance, { orm, pictures }: Gateway): Promise<void> {
  app.get<PictureRoute>('/pictures/:token', async (request, reply) => {
    const id = pictures.pictureIdIn(request.params.token, new Date());
    const content = id === undefined ? undefined : await readPicture(orm.em.fork(), id);
    if (!content) throw notFound('The picture');
    return (
      reply
        .header('content-type', pictureType)
        .header('content-disposition', 'inline')
        // A copy would outlive the share; and the next read gives another address anyway.
        .header('cache-control', 'private, no-store')
        .header('x-content-type-options', 'nosniff')
        // Opened by itself it can do nothing, whatever a browser takes it for; the style is how browsers show a picture alone.
        .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
        // Web apps show it from where they are.
        .header('cross-origin-resource-policy', 'cross-origin')
        .send(content)
    );
  });
}
