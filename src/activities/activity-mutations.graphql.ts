import { GraphQLUpload, type FileUpload } from 'graphql-upload-minimal';
import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { RequestContext } from '../platform/context.ts';
import { idOf } from '../platform/ids.ts';
import { readBack } from '../platform/relay/read-back.ts';
import { DataAccess } from '../sharing/access.ts';
import type { Activity } from './activity.ts';
import { CreateActivityInput, UpdateActivityInput } from './activity-input.graphql.ts';
import { ActivityType, toActivityRoot } from './activity.graphql.ts';
import { createActivity } from './create-activity.ts';
import { deleteActivity } from './delete-activity.ts';
import { importRecording, type FileShelf } from './import-recording.ts';
import { updateActivity } from './update-activity.ts';

/** What these mutations need in the context beside the request's own. */
export interface WithFiles {
  shelf: FileShelf;
}

const readBackWords = 'Of it all but the id needs the scope activities:read; without it `null` with an error.';

const asPayload = (ctx: RequestContext, activity: Activity) =>
  readBack(ctx, 'activities:read', toActivityRoot(DataAccess.own(ctx), activity));

@ObjectType('CreateActivityPayload', { simpleResolvers: true, description: 'The activity that there is now.' })
class CreateActivityPayload {
  @Field(() => ActivityType, { nullable: true, description: readBackWords })
  activity!: object;

  @Field(() => Boolean, {
    description: 'false: this external id was sent before, and this is the activity of that time.',
  })
  created!: boolean;
}

@ObjectType('UpdateActivityPayload', { simpleResolvers: true, description: 'The activity as it is now.' })
class UpdateActivityPayload {
  @Field(() => ActivityType, { nullable: true, description: readBackWords })
  activity!: object;
}

@InputType('DeleteActivityInput', { description: 'Which activity goes.' })
class DeleteActivityInput {
  @Field(() => ID)
  id!: string;
}

@ObjectType('DeleteActivityPayload', { simpleResolvers: true, description: 'What a client takes out of its store.' })
class DeleteActivityPayload {
  @Field(() => ID)
  deletedId!: string;
}

@InputType('UploadActivityFileInput', { description: 'A file of a watch, a bike computer or an app.' })
class UploadActivityFileInput {
  @Field(() => GraphQLUpload, { description: 'FIT, TCX or GPX; at most 25 MB.' })
  file!: Promise<FileUpload>;
}

@ObjectType('UploadActivityFilePayload', { simpleResolvers: true, description: 'What came of the file.' })
class UploadActivityFilePayload {
  @Field(() => [ActivityType], { nullable: 'items', description: `One per session of the file. ${readBackWords}` })
  activities!: object[];

  @Field(() => Boolean, { description: 'You uploaded the very same bytes before; nothing new was made.' })
  duplicate!: boolean;
}

@Resolver()
export class ActivityMutationResolver {
  @Mutation(() => CreateActivityPayload, { description: 'Scope: activities:write.' })
  async createActivity(
    @Arg('input', () => CreateActivityInput) input: CreateActivityInput,
    @Ctx() ctx: RequestContext,
  ): Promise<CreateActivityPayload> {
    const { record, created } = await createActivity(ctx, input);
    return { activity: asPayload(ctx, record), created };
  }

  @Mutation(() => UpdateActivityPayload, { description: 'Scope: activities:write.' })
  async updateActivity(
    @Arg('input', () => UpdateActivityInput) { id, ...change }: UpdateActivityInput,
    @Ctx() ctx: RequestContext,
  ): Promise<UpdateActivityPayload> {
    const record = await updateActivity(ctx, idOf('Activity', id), change);
    return { activity: asPayload(ctx, record) };
  }

  @Mutation(() => DeleteActivityPayload, {
    description: 'Deletes it with its parts and its file. Scope: activities:write.',
  })
  async deleteActivity(
    @Arg('input', () => DeleteActivityInput) { id }: DeleteActivityInput,
    @Ctx() ctx: RequestContext & WithFiles,
  ): Promise<DeleteActivityPayload> {
    await deleteActivity(ctx, ctx.shelf.blobs, idOf('Activity', id));
    return { deletedId: id };
  }

  @Mutation(() => UploadActivityFilePayload, {
    description:
      'Makes activities of a device file, by the GraphQL multipart request specification. Scope: activities:write.',
    complexity: 100,
  })
  async uploadActivityFile(
    @Arg('input', () => UploadActivityFileInput) input: UploadActivityFileInput,
    @Ctx() ctx: RequestContext & WithFiles,
  ): Promise<UploadActivityFilePayload> {
    const { filename, createReadStream } = await input.file;
    const { activities, duplicate } = await importRecording(ctx, ctx.shelf, {
      name: filename,
      content: createReadStream(),
    });
    return { activities: activities.map((activity) => asPayload(ctx, activity)), duplicate };
  }
}
