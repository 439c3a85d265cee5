/**
 * Addresses of media. The window names what it wants by the ids of the cache, never by a URL of the
 * platform: `media://avatar/chat/<robotKey>/<chatUser>` and so on, which the desktop side looks up and checks.
 */
import { convertFileSrc } from "@tauri-apps/api/core";
import type { ChatRow, GroupMember, MessageKey, Robot, ThreadMessage } from "@/bindings";

export function robotAvatar(robot: Robot): string | null {
	return versioned(`avatar/robot/${robot.key}`, robot.avatarUrl);
}

export function chatAvatar(row: ChatRow): string | null {
	return versioned(`avatar/chat/${row.key.robotKey}/${row.key.chatUser}`, row.avatarUrl);
}

export function memberAvatar({ robotKey, groupId, id, avatarUrl }: GroupMember): string | null {
	return versioned(`avatar/member/${robotKey}/${groupId}/${id}`, avatarUrl);
}

/** The picture of the person who wrote a message. */
export function senderAvatar(message: ThreadMessage): string | null {
	return versioned(`avatar/sender/${messagePath(message.key)}`, message.sender.avatarUrl);
}

export function messageImage(key: MessageKey): string {
	return convertFileSrc(`image/${messagePath(key)}`, "media");
}

/** A voice or a video, to be played: what cannot be played is answered with 415 and can still be saved. */
export function messageStream(key: MessageKey): string {
	return convertFileSrc(`stream/${messagePath(key)}`, "media");
}

/** The picture of a message that is still on its way, read from the file it is sent from. */
export function outgoingImage(key: MessageKey): string {
	return convertFileSrc(`outgoing/${key.messageId}`, "media");
}

/** The cover of a link card. */
export function linkCover(key: MessageKey, coverUrl: string | null): string | null {
	return versioned(`cover/${messagePath(key)}`, coverUrl);
}

function messagePath(key: MessageKey): string {
	return `${key.robotKey}/${key.chatUser}/${key.messageId}`;
}

/** Nothing is asked for when there is no picture; another picture under the same id gets another address. */
function versioned(path: string, source: string | null): string | null {
	return source ? `${convertFileSrc(path, "media")}?v=${fingerprint(source)}` : null;
}

function fingerprint(text: string): string {
	let hash = 5381;
	for (const character of text) hash = (Math.imul(hash, 33) ^ (character.codePointAt(0) ?? 0)) >>> 0;
	return hash.toString(36);
}
