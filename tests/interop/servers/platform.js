// The part of the platform that `zuoxi doctor` meets, over plain HTTP: spec 2.1, 2.2, 2.10, 2.11 and 2.12. It is written
// with Node's own modules from the specification alone, so that only Socket.IO itself is somebody else's.
'use strict';

const fs = require('node:fs');
const http = require('node:http');
const https = require('node:https');

const { obey } = require('./told');

const TOKEN = 'eaa9c935b5b27c231a8b0c323feb1361';
const ROBOTS = ['旗舰店-小满', '客服二号', '售后'].map((nickName, number) => ({
  robotKey: `${number}47e51add5294feebd8123985f1594f6`,
  wxid: `16883333342754${number}`,
  nickName,
  headImg: null,
  robotStatus: 1,
  clientCode: 'interop',
  masterClientCode: 'interop',
}));

/** The answers that need no state, by path. */
const ANSWERS = {
  '/wxworkapi/robot/list': { code: '0', msg: 'OK', model: ROBOTS },
  '/wxworkapi/chat/list': { code: '0', msg: 'OK', chats: [] },
  '/wxworkapi/chat/message': { code: '0', msg: 'OK', model: [] },
  '/wxworkapi/unreadmsg/clean': { code: '0', msg: 'ok' },
};

function signIn(fields) {
  if (fields.accessKey !== 'interop' || fields.accessSecret !== '口令 interop') {
    return { code: '1000', msg: '用户认证失败' };
  }
  const data = { createTime: Date.now(), expireMinutes: 1451, accessToken: TOKEN, username: 'interop' };
  return { code: '0', msg: 'OK', data };
}

/** Spec 1.2: a body is a form unless it says that it is JSON. */
function fieldsOf(request, body) {
  if ((request.headers['content-type'] ?? '').startsWith('application/json')) {
    return JSON.parse(body || '{}');
  }
  return Object.fromEntries(new URLSearchParams(body));
}

function answer(request, body) {
  const { pathname } = new URL(request.url, 'http://localhost');
  if (pathname === '/robotapi/client/auth') return signIn(fieldsOf(request, body));
  if (request.headers.token !== TOKEN) return { code: '1000', msg: '用户认证失败' };
  return ANSWERS[pathname];
}

/** An HTTP server for the calls above; Socket.IO attaches itself to it. `--tls <certificate> <key>` names two files. */
function platform() {
  const at = process.argv.indexOf('--tls');
  const [cert, key] = at < 0 ? [] : process.argv.slice(at + 1, at + 3).map((name) => fs.readFileSync(name));
  const create = at < 0 ? http.createServer : (listener) => https.createServer({ cert, key }, listener);
  return create((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const content = answer(request, Buffer.concat(chunks).toString('utf8'));
      response.writeHead(content ? 200 : 404, { 'content-type': 'application/json;charset=UTF-8' });
      response.end(JSON.stringify(content ?? { code: '404', msg: 'not found' }));
    });
  });
}

/** Lets only holders of a token in; `refuse` turns everybody away. Tests that bring their own API bring their tokens. */
function guard(refuse) {
  return (socket, next) => {
    const { token } = socket.handshake.query;
    const known = token === TOKEN || token?.startsWith('good ');
    next(known && !refuse ? undefined : new Error('unauthorized'));
  };
}

/** Pushes a message and its chat (spec 3.2, 3.3) every 200 ms for as long as the socket is open. */
function talk(socket) {
  let number = 0;
  const timer = setInterval(() => {
    number += 1;
    const timestamp = Date.now();
    const chat = { chatId: `S:${ROBOTS[0].wxid}_7881300883899745`, chatName: '王小满', isGroupChat: 0 };
    socket.emit('message', {
      ...chat,
      messageId: `${timestamp}${String(number).padStart(5, '0')}`,
      msgSvrID: String(1125000 + number),
      timestamp,
      robotKey: ROBOTS[0].robotKey,
      from: { contactId: '7881300883899745', nickName: '王小满', headImg: null, isGroupContact: 0 },
      content: { contentType: 1, content: `请问第 ${number} 单什么时候发货？` },
      assignTo: 'xiaohong',
    });
    socket.emit('chat', {
      ...chat,
      lastMsgActive: timestamp,
      unreadCount: number,
      botInfo: { wxid: ROBOTS[0].wxid, nickName: ROBOTS[0].nickName, headImg: null, robotStatus: 1 },
      pushContent: '请问什么时候发货？',
      assignTo: 'xiaohong',
    });
  }, 200);
  socket.on('disconnect', () => clearInterval(timer));
}

/** What a test may choose: `--ping <interval> <timeout>` in milliseconds. */
function heartbeat() {
  const at = process.argv.indexOf('--ping');
  return at < 0 ? {} : { pingInterval: Number(process.argv[at + 1]), pingTimeout: Number(process.argv[at + 2]) };
}

/** Listens on a free port, says which and as what, and ends with the test that holds the other end of standard input. */
function open(server, version) {
  server.listen(0, '127.0.0.1', () => {
    console.log(JSON.stringify({ listening: server.address().port, version: `socket.io ${version}` }));
  });
  process.stdin.on('end', () => process.exit(0)).resume();
}

/**
 * Lets Socket.IO do what the test asks for: what it is told on standard input, or talking to the doctor. With
 * `--elsewhere` it does it in a namespace that the console does not know.
 */
function serve(io) {
  const imchat = io.of(process.argv.includes('--elsewhere') ? '/elsewhere' : '/imchat').use(guard(process.argv.includes('--refuse-token')));
  if (process.argv.includes('--told')) obey(imchat);
  else imchat.on('connection', talk);
}

module.exports = { heartbeat, open, platform, serve };
