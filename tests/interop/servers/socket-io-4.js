// Socket.IO 4.8: Engine.IO 4, and with `--allow-eio3` its compatibility mode, which speaks Engine.IO 3 as well.
'use strict';

const { Server } = require('socket.io-4');
const { guard, open, platform, talk } = require('./platform');

const server = platform();
const io = new Server(server, { allowEIO3: process.argv.includes('--allow-eio3') });
io.of('/imchat').use(guard(process.argv.includes('--refuse-token'))).on('connection', talk);
open(server);
