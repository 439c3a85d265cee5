// Socket.IO 4.8: Engine.IO 4, and with `--allow-eio3` its compatibility mode, which speaks Engine.IO 3 as well.
'use strict';

const { Server } = require('socket.io-4');
const { heartbeat, open, platform, serve } = require('./platform');

const server = platform();
serve(new Server(server, { ...heartbeat(), allowEIO3: process.argv.includes('--allow-eio3') }));
open(server, require('socket.io-4/package.json').version);
