// A Socket.IO server that does what each line of standard input tells it, to the socket of the named token, and reports
// on standard output who joined, what was heard and who left. Both are one JSON object a line.
'use strict';

const readline = require('node:readline');

function report(what) {
  console.log(JSON.stringify(what));
}

const DEEDS = {
  say: (socket, { event, payload }) => socket.emit(event, payload),
  binary: (socket, { event }) => socket.emit(event, { name: '合同.pdf', bytes: Buffer.from([0, 4, 255, 128]) }),
  // Only out of the namespace: the connection below stays open.
  kick: (socket) => socket.disconnect(),
  close: (socket) => socket.conn.close(),
};

function obey(namespace) {
  const sockets = new Map();
  namespace.on('connection', (socket) => {
    const { token } = socket.handshake.query;
    sockets.set(token, socket);
    for (const event of ['message', 'action']) {
      socket.on(event, (payload) => report({ heard: token, event, payload }));
    }
    socket.on('disconnect', () => report({ left: token }));
    // Servers of Socket.IO 2 know one protocol only and do not name it.
    report({ joined: token, protocol: socket.conn.protocol ?? 3 });
  });
  readline.createInterface({ input: process.stdin }).on('line', (line) => {
    const told = JSON.parse(line);
    DEEDS[told.do](sockets.get(told.token), told);
  });
}

module.exports = { obey };
