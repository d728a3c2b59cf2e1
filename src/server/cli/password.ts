import { createInterface } from 'node:readline/promises';
import prompt from '@inquirer/password';

/** The password that was given, or else what is typed unseen at a terminal, or else the first line of standard input. */
export async function passwordFrom(given: string | undefined): Promise<string> {
  if (given !== undefined) return given;
  if (process.stdin.isTTY) return prompt({ message: 'Password (at least 10 characters):' }, { output: process.stderr });
  for await (const line of createInterface({ input: process.stdin })) return line;
  return '';
}
