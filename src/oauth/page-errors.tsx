import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { refusalHeaders } from '../accounts/refusal-headers.ts';
import { DomainError, statusOf } from '../platform/errors.ts';
import type { Browser } from './browser.ts';
import { ProblemPage } from './pages/problem.tsx';

/** The page whose form was sent: that of its own address, or the one above. */
function formPageOf({ method, url }: FastifyRequest): string | undefined {
  if (method !== 'POST') return undefined;
  const [path = ''] = url.split('?', 1);
  const isPartOfPage = /^\/account\/\w+\/|^\/oauth\/interaction\/[^/]+\/sign-in$/.test(path);
  return isPartOfPage ? path.slice(0, path.lastIndexOf('/')) : url;
}

interface Told {
  status: number;
  title: string;
  text: string;
}

/** The one place where an error of a page becomes a page. */
export function answerWithPages(app: FastifyInstance, browser: Browser): void {
  app.setErrorHandler((error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
    const told = toldOf(error);
    if (told.status >= 500) request.log.error({ err: error }, 'unforeseen error of a page');
    if (error instanceof DomainError) void reply.headers(refusalHeaders(error, false));
    const { status, ...words } = told;
    const place = browser.placeFor(request, reply);
    const back = formPageOf(request);
    const page = (
      <ProblemPage
        place={place}
        {...words}
        {...(back !== undefined && { back: { href: `${place.base}${back}`, label: 'Load the page again' } })}
      />
    );
    return browser.send(reply, page, { status });
  });
}

function toldOf(error: FastifyError): Told {
  if (error.name === 'SessionNotFound')
    return {
      status: 400,
      title: 'This page has expired',
      text: 'Go back to the app that sent you here, and start again from there.',
    };
  if (error.code === 'FST_CSRF_MISSING_SECRET' || error.code === 'FST_CSRF_INVALID_TOKEN')
    return {
      status: 403,
      title: 'This form has expired',
      text: 'Go back, load the page again, and send the form once more. The browser has to accept cookies.',
    };
  if (error instanceof DomainError) return { status: statusOf[error.code], title: titleOf(error), text: error.message };
  const status = error.statusCode ?? 500;
  if (status < 500) return { status, title: 'This request cannot be read', text: error.message };
  return { status, title: 'Something went wrong', text: 'It was logged. Try again in a while.' };
}

const titleOf = ({ code }: DomainError): string =>
  code === 'RATE_LIMITED' ? 'Too many tries' : code === 'NOT_FOUND' ? 'Not found' : 'This is not possible';
