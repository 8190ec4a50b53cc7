// Loaded before a program: notes where its sockets go, also in its workers.
import dgram from 'node:dgram';
import dns from 'node:dns';
import { appendFileSync } from 'node:fs';
import net from 'node:net';

const log = process.env.CONNECTION_LOG;
const note = (host) => appendFileSync(log, `${host}\n`);

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...words) {
  const [first] = Array.isArray(words[0]) ? words[0] : words;
  // A path is a pipe on this machine.
  if (typeof first === 'object' ? first.path === undefined : typeof first === 'number') {
    note((typeof first === 'object' ? first.host : words[1]) ?? '127.0.0.1');
  }
  return connect.apply(this, words);
};
const { lookup } = dns;
dns.lookup = function (host, ...words) {
  note(host);
  return lookup.call(this, host, ...words);
};
const { send } = dgram.Socket.prototype;
dgram.Socket.prototype.send = function (...words) {
  note('a datagram');
  return send.apply(this, words);
};
