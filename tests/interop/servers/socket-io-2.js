// Socket.IO 2.5: Engine.IO 3, as the platform's Java servers of 2020 speak it.
'use strict';

const { heartbeat, open, platform, serve } = require('./platform');

const server = platform();
serve(require('socket.io-2')(server, heartbeat()));
open(server, require('socket.io-2/package.json').version);
