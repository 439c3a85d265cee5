/** What a person has to know about this computer: its cache and its keyring. */
export const noticesZhCN = {
	label: "本机状况",
	dismiss: "知道了",
	checkKeyring: "重新检查钥匙串",
	wrongKey: "本机缓存打不开：钥匙串里的密钥与它不符。",
	lostKey: "本机缓存打不开：钥匙串里已没有它的密钥。",
	damaged: "本机缓存已损坏。",
	rebuilt: "原文件已另存，没有删除；新缓存正从平台重建。",
	saved: "已保住 {{sends}} 条未确认的消息和 {{drafts}} 份草稿；这些消息不会自动重发，请逐条确认。",
	savedNothing: "没有密钥，原缓存里未发出的内容暂时读不出来；找回密钥即可恢复。",
	damagedNothing: "没有发现未确认的消息和草稿。",
	file: "原文件：{{file}}",
	cacheDamaged: "本机缓存有损坏。",
	cacheDamagedNext:
		"请立即重建，或退出后重新打开坐席：损坏的文件会另存，未发出的消息、草稿和操作记录会保住，其余从平台重建。",
	rebuild: "立即重建",
	rebuildFailed: "没有重建成功，损坏的文件还在原处。请检查磁盘空间和写权限，再重新打开坐席。",
	diskFull: "磁盘已满，新消息暂时存不下。",
	diskFullNext: "已确认的内容都在，仍可查看。请腾出磁盘空间，之后会自动继续并补齐消息。",
	readOnly: "本机缓存所在的文件夹只读，新内容存不下。",
	readOnlyNext: "已有内容没有动过。请让管理员恢复这个文件夹的写权限，再重新打开坐席。",
	keyringLocked: "系统钥匙串没有解锁。",
	keyringAbsent: "此电脑没有可用的系统钥匙串。",
	keyringNext: "可以照常工作，密钥只放在内存里；退出坐席后不会记住账号，本次的缓存和草稿也随之作废。",
	keyringChecking: "系统钥匙串正在等待解锁。",
	keyringCheckingNext: "请在系统弹窗里输入密码；也可以先工作，密钥只放在内存里，退出坐席后不会记住账号。",
	goWithoutKeyring: "先不用钥匙串",
	keyringLater: "解锁钥匙串后，退出登录再点“重新检查钥匙串”。",
} as const;

export const noticesEn = {
	label: "About this computer",
	dismiss: "Got it",
	checkKeyring: "Check the keyring again",
	wrongKey: "The local cache could not be opened: the keyring holds another key.",
	lostKey: "The local cache could not be opened: its key is no longer in the keyring.",
	damaged: "The local cache was damaged.",
	rebuilt: "The old file was kept under another name; a new cache is being built from the platform.",
	saved:
		"Unconfirmed messages saved: {{sends}}; drafts saved: {{drafts}}. None of the messages is sent again by itself: please decide about each.",
	savedNothing: "Without the key nothing unsent can be read from it; the old key would bring it back.",
	damagedNothing: "No unconfirmed messages or drafts were found.",
	file: "Old file: {{file}}",
	cacheDamaged: "The local cache is damaged.",
	cacheDamagedNext:
		"Rebuild it now, or close Zuoxi and open it again: the damaged file is kept aside, unsent messages, drafts and the action log are saved, the rest comes from the platform.",
	rebuild: "Rebuild now",
	rebuildFailed:
		"It could not be rebuilt; the damaged file is where it was. Please check the free space and the folder's permissions, then open Zuoxi again.",
	diskFull: "The disk is full; new messages cannot be stored for now.",
	diskFullNext:
		"Everything confirmed is there and can be read. Free some space; work then goes on by itself and catches up.",
	readOnly: "The folder of the local cache is read-only; nothing new can be stored.",
	readOnlyNext:
		"What is there was not touched. Have the folder made writable again, then open Zuoxi once more.",
	keyringLocked: "The system keyring was not unlocked.",
	keyringAbsent: "This computer has no usable system keyring.",
	keyringNext:
		"You can work as usual, with the keys in memory only: the account is not remembered, and this session's cache and drafts end with it.",
	keyringChecking: "The system keyring waits to be unlocked.",
	keyringCheckingNext:
		"Type its password where the system asks for it; or go on with the keys in memory only: the account is not remembered then.",
	goWithoutKeyring: "Go on without it",
	keyringLater: "After unlocking it, sign out and choose “Check the keyring again”.",
};
