/** Several accounts side by side, and what of them stays on this computer. */
export const accountsZhCN = {
	accounts: {
		label: "账号",
		add: "添加账号",
		back: "返回",
		comma: "，",
		behind: "其他账号有 {{count}} 条未读",
		unread: "{{count}} 条未读",
		rest: "保留缓存和密钥",
		restHint: "下次点一下就能登录。启动时不会自动登录这个账号。",
		media: "保留会话，清除媒体文件",
		mediaHint: "删除已缓存的图片和打开过的文件，以及保存的密钥；文字消息和草稿还在。",
		next: "切换到下一个账号",
	},
};

export const accountsEn = {
	accounts: {
		label: "Accounts",
		add: "Add account",
		back: "Back",
		comma: ", ",
		behind: "Unread in other accounts: {{count}}",
		unread: "Unread: {{count}}",
		rest: "Keep the cache and the secret",
		restHint: "One click signs in again. The next start does not sign in to this account by itself.",
		media: "Keep the chats, remove media",
		mediaHint: "Deletes cached pictures, files that were opened, and the kept secret; texts and drafts stay.",
		next: "Switch to the next account",
	},
};
