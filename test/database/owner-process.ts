import pg from 'pg';
import { ownEmbeddedDatabase } from '../../src/platform/embedded/embedded-postgres.ts';

// A gateway reduced to its database: owns the data folder and writes row after row, until it is killed. It says each number
// once it is committed.

const { url } = await ownEmbeddedDatabase(process.argv[2] as string);
const client = new pg.Client({ connectionString: url });
await client.connect();
await client.query('create table if not exists kept (number int primary key generated always as identity)');
for (;;) {
  const { rows } = await client.query<{ number: number }>('insert into kept default values returning number');
  console.log(rows[0]?.number);
}
