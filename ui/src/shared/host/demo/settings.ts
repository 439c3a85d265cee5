/** What the settings ask, for the stand-in: the accounts, the storage, and what support gets. */
import type {
	About,
	AccountId,
	CommandError,
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
