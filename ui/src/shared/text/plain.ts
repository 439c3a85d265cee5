/**
 * Text of strangers, made safe to show. Characters that turn the direction of what follows can make a name or
 * a file read as another one (`gnp.exe` as `exe.png`), so they are taken out wherever text is shown; what is
 * stored stays as it came.
 */
const DIRECTION_CONTROLS = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

export function withoutDirectionControls(text: string): string {
	return text.replace(DIRECTION_CONTROLS, "");
}

/** What takes no room and joins nothing: two names that differ in it alone look the same. */
const UNSEEN = /[\u00AD\u180E\u200B\u2060-\u2064\uFEFF]/g;

/** For one line, such as a name: what is not seen goes, line breaks and runs of blanks become one blank. */
export function oneLine(text: string): string {
	return withoutDirectionControls(text).replace(UNSEEN, "").replace(/\s+/g, " ").trim();
}

/** More than fits on one line of any window. */
const LINE_CHARACTERS = 400;

/** The beginning of a text of any length as one line: a list must not read a megabyte for every row it draws. */
export function beginning(text: string): string {
	if (text.length <= LINE_CHARACTERS) return oneLine(text);
	// The half of a character at the end would show as a sign of damage.
	return `${oneLine(text.slice(0, LINE_CHARACTERS).replace(/[\uD800-\uDBFF]$/, ""))}…`;
}

/** What stands on an avatar without a picture: the last character of a Chinese name, else the first letter. */
export function initialOf(name: string): string {
	const letters = [...oneLine(name)].filter((character) => /[\p{L}\p{N}]/u.test(character));
	const chinese = letters.filter((character) => /\p{Script=Han}/u.test(character));
	const chosen = chinese.length > 0 && chinese.length <= 3 ? chinese.at(-1) : (chinese[0] ?? letters[0]);
	return (chosen ?? "·").toUpperCase();
}

/** What stands on a robot's mark: its first letter, since robots of one shop end alike. */
export function firstLetterOf(name: string): string {
	return ([...oneLine(name)].find((character) => /[\p{L}\p{N}]/u.test(character)) ?? "·").toUpperCase();
}

/** Length as it travels: in bytes of UTF-8. */
export function utf8Bytes(text: string): number {
	return new TextEncoder().encode(text).length;
}

/** One of eight, always the same for the same text. */
export function hueOf(text: string): number {
	let hash = 7;
	for (const character of text) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
	return (hash % 8) + 1;
}

/** A telephone number with its middle hidden: `138••••5678`. Short ones keep only their end. */
export function maskedPhone(phone: string): string {
	const characters = [...phone.trim()];
	const tail = characters.slice(-Math.min(4, Math.floor(characters.length / 2)));
	const head = characters.length >= 8 ? characters.slice(0, 3) : [];
	return [...head, "••••", ...tail].join("");
}
