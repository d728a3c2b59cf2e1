/** Where a page is served: what it needs to point at other pages and to post to them. */
export interface Place {
  /** The path before every address, without a slash at its end; often ''. */
  readonly base: string;
  /** The address of style.css. */
  readonly stylesheet: string;
  /** The token against forged requests; `Form` puts it in every form. */
  readonly csrf: string;
}

/** The person who is signed in, as far as pages show them. */
export interface Person {
  readonly name: string | null;
  readonly email: string;
  /** The IANA zone in which instants are shown. */
  readonly timezone: string;
}
