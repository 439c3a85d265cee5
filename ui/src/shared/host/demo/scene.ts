/** What the address of the page asks the stand-in to show; `fake.ts` lists what can be asked. */
import type { KeyringState, Notice, Preferences, SessionState } from "@/bindings";
import { DESKTOP_PREFERENCES } from "./desktop";

export const asked = new URLSearchParams(location.search);
export const scene = asked.get("scene") ?? "live";
/** An account without anything in it. */
export const isEmpty = scene === "empty" || scene === "first";
export const isSignedOut = ["sign-in", "accounts", "no-keyring", "keyring-asks"].includes(scene);

export function preferencesAtStart(): Preferences {
	return {
		theme: (asked.get("theme") as Preferences["theme"] | null) ?? "light",
		language: (asked.get("lang") as Preferences["language"] | null) ?? "zh-CN",
		undoSeconds: Number(asked.get("undo") ?? 3),
		sendKey: "enter",
		sensitiveWords: ["最低价", "绝对"],
		density: (asked.get("density") as Preferences["density"] | null) ?? "standard",
		zoomPercent: 100,
		hidePreviews: asked.get("private") === "1",
		blurUnfocused: false,
		coached: asked.get("coach") !== "1",
		shortcuts: {},
		...DESKTOP_PREFERENCES,
	};
}

export function noticesAtStart(): Notice[] {
	const at = Date.now();
	switch (scene) {
		case "cache-damaged":
			return [
				{
					id: 1,
					at,
					account: null,
					kind: "cacheSetAside",
					why: "damaged",
					file: `C:\\Users\\manman\\AppData\\Roaming\\zuoxi\\accounts\\practice\\cache-${at}-damaged.db`,
					savedSends: 2,
					savedDrafts: 3,
				},
			];
		case "damage-met":
			return [{ id: 1, at, account: null, kind: "cacheDamaged" }];
		case "disk-full":
			return [{ id: 1, at, account: null, kind: "diskFull" }];
		case "no-keyring":
			return [{ id: 1, at, account: null, kind: "keyringAbsent", message: "no secret service" }];
		default:
			return [];
	}
}

export function keyringAtStart(): KeyringState {
	switch (scene) {
		case "no-keyring":
			return { kind: "unavailable", message: "no secret service" };
		case "keyring-asks":
			return { kind: "checking" };
		default:
			return { kind: "available" };
	}
}

export function sessionAtStart(): SessionState {
	const now = Date.now();
	switch (scene) {
		case "offline":
			return {
				state: "offline",
				attempt: 3,
				nextAt: now + 27_000,
				completeTo: now - 84_000,
				reason: { kind: "unreachable", message: "tcp connect error: Network is unreachable (os error 101)" },
			};
		case "disk-full":
			return {
				state: "offline",
				attempt: 1,
				nextAt: now + 12_000,
				completeTo: now - 9_000,
				reason: { kind: "diskFull" },
			};
		case "first":
		case "catching-up":
			return { state: "catchingUp", done: 12, total: 40 };
		case "auth-lost":
			return { state: "authLost", message: "1000: accessSecret changed" };
		default:
			return { state: "live", completeTo: now };
	}
}
