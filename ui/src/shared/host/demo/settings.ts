/** What the settings ask, for the stand-in: the accounts, the storage, and what support gets. */
import type {
	About,
	AccountId,
	CommandError,
	Policy,
	Retention,
	StorageConfig,
	StorageState,
	StorageUsed,
} from "@/bindings";

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export function settingsCommands(
	forget: (account: AccountId) => void,
): Record<string, (args: never) => unknown> {
	let storage: StorageState = { configured: false, config: null };
	let days = 0;
	const isSet = new URLSearchParams(location.search).get("storage") !== "0";
	return {
		forget_account: ({ account }: { account: AccountId }) => {
			forget(account);
			return null;
		},
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
				throw {
					code: "notPublic",
					message:
						"the storage could not be read from its public address: the public address answers 403 instead of the file",
					retryable: false,
					requestId: null,
				} satisfies CommandError;
			}
			storage = { configured: true, config };
			return null;
		},
		forget_storage: () => {
			storage = { configured: false, config: null };
			return null;
		},
		policy: (): Policy => demoPolicy(new URLSearchParams(location.search).get("policy")),
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
function demoPolicy(asked: string | null): Policy {
	const none: Policy = {
		file: null,
		problem: null,
		environments: null,
		retentionDays: null,
		forbiddenExports: [],
	};
	if (asked === null) return none;
	const file = "/etc/zuoxi/policy.toml";
	if (asked === "bad") {
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
