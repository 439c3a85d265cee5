/** What the settings ask: storage, retention, the rules of the organisation, and what support gets. */
import type { About, Policy, Retention, StorageConfig, StorageState, StorageUsed } from "@/bindings";
import { type DemoCommands, refuse, wait } from "./engine";
import { asked } from "./scene";

export function settingsCommands(): DemoCommands {
	let storage: StorageState = { configured: false, config: null };
	let days = 0;
	const isSet = asked.get("storage") !== "0";
	return {
		retention: (): Retention => ({ days }),
		set_retention: ({ retention }: { retention: Retention }) => {
			days = retention.days;
			return null;
		},
		storage_used: (): StorageUsed => ({
			cacheBytes: 48_300_000,
			mediaBytes: 126_000_000,
			pictureLimitBytes: 268_435_456,
			messages: 41_280,
			chats: 64,
			unsent: 2,
			drafts: 3,
		}),
		wipe: () => wait(900),
		storage: (): StorageState => ({ ...storage, configured: storage.configured || isSet }),
		save_storage: async ({ config }: { config: StorageConfig }) => {
			await wait(900);
			if (config.publicBase.includes("private")) {
				refuse("notPublic", "the public address answers 403 instead of the file");
			}
			storage = { configured: true, config };
			return null;
		},
		forget_storage: () => {
			storage = { configured: false, config: null };
			return null;
		},
		policy: (): Policy => demoPolicy(asked.get("policy")),
		about: (): About => ({
			version: "0.1.0",
			system: "linux x86_64",
			dataFolder: "/home/xiaohong/.local/share/zuoxi",
		}),
		save_diagnostics: () => wait(600),
		"plugin:webview|set_webview_zoom": ({ value }: { value: number }) => {
			document.documentElement.style.zoom = String(value);
			return null;
		},
	};
}

/** `?policy=1` shows rules, `?policy=bad` a file that cannot be followed. */
function demoPolicy(name: string | null): Policy {
	const none: Policy = {
		file: null,
		problem: null,
		environments: null,
		retentionDays: null,
		forbiddenExports: [],
	};
	if (name === null) return none;
	const file = "/etc/zuoxi/policy.toml";
	if (name === "bad") {
		return {
			...none,
			file,
			problem: "line 3: unknown field `retention_day`",
			environments: { kinds: [], addresses: [] },
			forbiddenExports: ["html", "xlsx", "csv", "jsonl", "media", "groups"],
		};
	}
	return {
		...none,
		file,
		environments: { kinds: ["practice", "production"], addresses: ["https://robots.example.com"] },
		retentionDays: 180,
		forbiddenExports: ["csv", "media"],
	};
}
