// Socket.IO 2.5: Engine.IO 3, as the platform's Java servers of 2020 speak it.
'use strict';

const { guard, open, platform, talk } = require('./platform');

const server = platform();
const io = require('socket.io-2')(server);
io.of('/imchat').use(guard(process.argv.includes('--refuse-token'))).on('connection', talk);
open(server);
