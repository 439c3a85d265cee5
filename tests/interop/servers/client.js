// A Socket.IO client of either generation: `node client.js <package> <way> <transports> <url> <token>`. It says on standard
// output what comes, sends what each line of standard input holds, and ends with it. Both are one JSON object a line.
'use strict';

const readline = require('node:readline');

const [name, way, transports, url, token] = process.argv.slice(2);
const { version } = require(`${name}/package.json`);
const report = (what) => console.log(JSON.stringify(what));

report({ version: `socket.io-client ${version}` });
const io = require(name);
const options = { query: { token }, transports: transports.split('+'), reconnection: false };
// The ordinary way is that of spec 3.1: the namespace in the address. Generation 2 then repeats the token in the CONNECT
// packet (`40/imchat?token=…`); by way of a manager it is in the address alone.
const socket =
  way === 'manager' ? new io.Manager(url, options).socket('/imchat') : io(`${url}/imchat`, options);
socket.on('connect', () => report({ connected: true }));
// Generation 2 names a refused handshake `connect_error` and a refused namespace `error`; later ones have one name.
for (const event of ['connect_error', 'error']) {
  socket.on(event, (error) => report({ refused: String(error.message ?? error) }));
}
for (const event of ['message', 'chat']) socket.on(event, (payload) => report({ event, payload }));

const lines = readline.createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const { event, payload } = JSON.parse(line);
  socket.emit(event, payload);
});
lines.on('close', () => process.exit(0));
