import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';

/** The whole HTML document of a page component, e.g. `renderPage(<SignedOutPage … />)`. */
export const renderPage = (node: VNode): string => `<!doctype html>${renderToString(node)}`;
