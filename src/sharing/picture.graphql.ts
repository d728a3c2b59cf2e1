import type { PictureAddresses } from './picture-address.ts';

/** What the addresses of pictures need in the context beside the request's own. */
export interface WithPictures {
  pictures: PictureAddresses;
}
