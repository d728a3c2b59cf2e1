import { sql } from 'kysely';
import type { BlobStore } from '../files/blob-store.ts';
import { requireScope, type RequestContext } from '../platform/context.ts';
import { notFound } from '../platform/errors.ts';
import type { ActivityTables } from './activity.entity.ts';

/**
 * Deletes an activity of the viewer with all its parts, and frees its external id. The original file goes with its last activity,
 * and the same bytes can then be uploaded anew.
 * @throws DomainError FORBIDDEN without `activities:write`, NOT_FOUND
 */
export async function deleteActivity(ctx: RequestContext, blobs: BlobStore, id: string): Promise<void> {
  const viewer = requireScope(ctx, 'activities:write');
  const orphan = await ctx.em.transactional(async (em) => {
    const db = em.getKysely<ActivityTables>();
    const deleted = await db
      .deleteFrom('activities')
      .where('owner_id', '=', viewer.userId)
      .where('id', '=', id)
      .returning('file_sha256')
      .executeTakeFirst();
    if (!deleted) throw notFound('This activity');
    if (!deleted.file_sha256) return undefined;
    // The row lock makes two deletions of one file's last activities wait for each other, so that the second sees none left.
    await db
      .selectFrom('files')
      .select('sha256')
      .where('owner_id', '=', viewer.userId)
      .where('sha256', '=', deleted.file_sha256)
      .forUpdate()
      .execute();
    return db
      .deleteFrom('files as f')
      .where('f.owner_id', '=', viewer.userId)
      .where('f.sha256', '=', deleted.file_sha256)
      .where(
        sql<boolean>`not exists (
          select from activities a where a.owner_id = ${viewer.userId} and a.file_sha256 = ${deleted.file_sha256})`,
      )
      .returning('f.blob_id')
      .executeTakeFirst();
  });
  // After the commit: bytes without a row are garbage, a row without its bytes would be a loss.
  if (orphan) await blobs.remove(viewer.userId, orphan.blob_id);
}
