import type { RequestContext } from '../../platform/context.ts';
import type { PublicAddress } from '../../activities/activity-fields.graphql.ts';
import type { WithFiles } from '../../activities/activity-mutations.graphql.ts';
import type { WithPictures } from '../../sharing/picture.graphql.ts';

/** What every resolver finds in its context: the request's own, and what uploads and downloads need. */
export interface GraphqlContext extends RequestContext, PublicAddress, WithFiles, WithPictures {}
