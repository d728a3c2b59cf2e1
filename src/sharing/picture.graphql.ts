import { GraphQLUpload, type FileUpload } from 'graphql-upload-minimal';
import { Arg, Ctx, Field, FieldResolver, ID, InputType, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../platform/context.ts';
import { idOf } from '../platform/ids.ts';
import { readBack } from '../platform/relay/read-back.ts';
import { SharedDashboardType, toDashboardRoot, type SharedDashboardRoot } from './dashboard.graphql.ts';
import type { PictureAddresses } from './picture-address.ts';
import { deletePicture, setPicture } from './pictures.ts';
import type { Dashboard } from './share.ts';

/** What the addresses of pictures need in the context beside the request's own. */
export interface WithPictures {
  pictures: PictureAddresses;
}

const readBackWords = 'Of it all but the id needs the scope shares:read; without it `null` with an error.';

const asPayload = (ctx: RequestContext, dashboard: Dashboard) => ({
  dashboard: readBack(ctx, 'shares:read', toDashboardRoot(dashboard)),
});

@InputType('UploadDashboardPictureInput', { description: 'How you like to see someone.' })
class UploadDashboardPictureInput {
  @Field(() => ID)
  dashboardId!: string;

  @Field(() => GraphQLUpload, { description: 'A JPEG, PNG or WebP; at most 5 MB and 50 megapixels.' })
  file!: Promise<FileUpload>;
}

@ObjectType('UploadDashboardPicturePayload', { simpleResolvers: true, description: 'The dashboard as it is now.' })
class UploadDashboardPicturePayload {
  @Field(() => SharedDashboardType, { nullable: true, description: readBackWords })
  dashboard!: object;
}

@InputType('DeleteDashboardPictureInput', { description: 'Whose picture goes.' })
class DeleteDashboardPictureInput {
  @Field(() => ID)
  dashboardId!: string;
}

@ObjectType('DeleteDashboardPicturePayload', { simpleResolvers: true, description: 'The dashboard as it is now.' })
class DeleteDashboardPicturePayload {
  @Field(() => SharedDashboardType, { nullable: true, description: readBackWords })
  dashboard!: object;
}

@Resolver(() => SharedDashboardType)
export class PictureResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Where the picture that you uploaded can be seen: a WebP, without a token, for 7 days or until it or the dashboard is gone. Each read gives another address.',
  })
  pictureUrl(@Root() { dashboard }: SharedDashboardRoot, @Ctx() ctx: RequestContext & WithPictures): string | null {
    return ctx.pictures.of(dashboard, ctx.now());
  }

  @Mutation(() => UploadDashboardPicturePayload, {
    description:
      'Gives a dashboard a picture of your own, by the GraphQL multipart request specification; nobody else gets to know of it. It is drawn anew at no more than 1024 × 1024 pixels, and nothing else of the file is kept. Scope: shares:write.',
    complexity: 100,
  })
  async uploadDashboardPicture(
    @Arg('input', () => UploadDashboardPictureInput) input: UploadDashboardPictureInput,
    @Ctx() ctx: RequestContext,
  ): Promise<UploadDashboardPicturePayload> {
    const { createReadStream } = await input.file;
    const id = idOf('SharedDashboard', input.dashboardId);
    return asPayload(ctx, await setPicture(ctx, id, createReadStream()));
  }

  @Mutation(() => DeleteDashboardPicturePayload, {
    description: 'Takes the picture of a dashboard away; its addresses end. Scope: shares:write.',
  })
  async deleteDashboardPicture(
    @Arg('input', () => DeleteDashboardPictureInput) { dashboardId }: DeleteDashboardPictureInput,
    @Ctx() ctx: RequestContext,
  ): Promise<DeleteDashboardPicturePayload> {
    return asPayload(ctx, await deletePicture(ctx, idOf('SharedDashboard', dashboardId)));
  }
}
