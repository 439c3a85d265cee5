/** What went wrong and what to do about it, for every code a command may fail with. */
export const errorsZhCN = {
	error: {
		unreachable: { what: "连不上平台。", next: "检查网络或地址后再试。" },
		timedOut: { what: "平台没有在规定时间内回应。", next: "稍后再试；若一直如此，请检查网络。" },
		auth: {
			what: "Access Key 或 Access Secret 不被接受。",
			next: "核对后重新输入，或向管理员确认账号是否停用。",
		},
		busy: { what: "平台正忙，请求过于频繁。", next: "等一分钟再试。" },
		rejected: { what: "平台拒绝了这次请求。", next: "按平台给出的原因处理：{{message}}" },
		malformed: {
			what: "平台的回应读不懂。",
			next: "确认地址是有机云平台；若确认无误，请把请求编号交给技术支持。",
		},
		notSignedIn: { what: "还没有登录，或登录已失效。", next: "请重新登录。" },
		tooLarge: { what: "内容太长，平台收不下。", next: "请分成几条发送。" },
		lineDown: { what: "当前没有连接。", next: "连上后再试，或点“立即重连”。" },
		invalidAddress: {
			what: "地址写得不对。",
			next: "接口地址以 https:// 开头，长连接地址以 https:// 或 wss:// 开头。",
		},
		cache: { what: "本机缓存读写失败。", next: "检查磁盘空间；若仍失败，请重新打开坐席。" },
		cacheKey: { what: "本机缓存的密钥不对或丢失了。", next: "旧缓存已另存，未删除；重新登录会从平台重建。" },
		cacheNewer: { what: "本机缓存由更新版本的坐席写成。", next: "请升级坐席后再打开。" },
		cacheDamaged: {
			what: "本机缓存已损坏。",
			next: "请退出后重新打开坐席：旧文件会另存，未发出的内容会保住。",
		},
		cacheReadOnly: { what: "本机缓存所在的文件夹只读。", next: "请恢复写权限后再试；已有内容没有动过。" },
		diskFull: { what: "磁盘已满，没有保存。", next: "腾出空间后再试；已确认的内容都在。" },
		keyring: { what: "系统钥匙串打不开。", next: "解锁钥匙串后再试，或不勾选“记住”登录。" },
		invalidInput: { what: "填写的内容有误。", next: "{{message}}" },
		notFound: { what: "要找的内容已不存在。", next: "刷新后再看。" },
		storageNotConfigured: { what: "还没有设置文件存储。", next: "到设置里填写公司的对象存储，再发送文件。" },
		storageUnreachable: { what: "连不上文件存储。", next: "检查存储地址和网络；文件没有发出，仍在原处。" },
		storageDenied: { what: "文件存储不接受这组密钥。", next: "核对密钥和权限后重新保存设置。" },
		storageBucket: { what: "存储桶不存在。", next: "核对存储桶名称和地域。" },
		notPublic: { what: "上传的文件在公网打不开。", next: "把存储桶设为公共读，并核对公网地址。" },
		clockWrong: { what: "本机时间与存储服务器相差太多。", next: "校准系统时间后再试。" },
		fileEmpty: { what: "文件是空的。", next: "请换一个文件。" },
		fileType: { what: "不能发送这种类型的文件。", next: "{{message}}" },
		fileChanged: { what: "上传时文件被改动了。", next: "等文件写完后再发。" },
		fileUnwritable: { what: "文件没能写到选定的位置。", next: "换一个文件夹，或检查磁盘空间和权限后再试。" },
		fileDangerous: {
			what: "这种文件可能会运行程序，坐席不会直接打开。",
			next: "确有需要时可以另存，并先用杀毒软件检查。",
		},
		fileUnreadable: { what: "读不到这个文件。", next: "检查文件是否还在、能否打开。" },
		addressHasQuery: { what: "封面地址不能带参数。", next: "去掉地址中问号及其后面的部分。" },
		notAnImage: { what: "封面不是图片。", next: "请换一张 JPG 或 PNG 图片。" },
		cancelled: { what: "已取消上传。", next: "文件仍在原处，可以重新发送。" },
		alreadySent: { what: "消息已经发出，撤不回来了。", next: "客户可能已经看到，需要的话请再发一条说明。" },
		tooSoon: { what: "刚刚才同步过。", next: "稍后再试，太频繁会被平台限制。" },
		shortcut: { what: "这个组合键用不了，仍用原来的。", next: "可能已被其他程序占用，请换一个。" },
		autostart: {
			what: "开机自动启动没能设置，已恢复原样。",
			next: "请检查系统的登录启动设置，或由管理员放行。",
		},
		notification: {
			what: "通知没能弹出。",
			next: "请检查系统的通知设置；没有通知服务的桌面只显示图标上的未读数。",
		},
		fileInUse: { what: "文件正被其他程序打开。", next: "请在 Excel 等程序中关闭该文件，然后继续。" },
		exportRunning: { what: "已有一个导出正在进行。", next: "等它完成或取消后再开始。" },
		forbiddenByPolicy: {
			what: "您的组织不允许在这台电脑上这样做。",
			next: "规则见“设置”里的“隐私与存储”；需要时请联系管理员。",
		},
		unknown: { what: "出了意料之外的错误。", next: "{{message}}" },
	},
} as const;

export const errorsEn = {
	error: {
		unreachable: {
			what: "The platform cannot be reached.",
			next: "Check the network or the address, then try again.",
		},
		timedOut: {
			what: "The platform did not answer in time.",
			next: "Try again shortly; if it persists, check the network.",
		},
		auth: {
			what: "The access key or secret was not accepted.",
			next: "Check both and enter the secret again, or ask whether the account was disabled.",
		},
		busy: { what: "The platform is busy or asks us to slow down.", next: "Wait a minute, then try again." },
		rejected: { what: "The platform refused the request.", next: "It says: {{message}}" },
		malformed: {
			what: "The platform's answer could not be understood.",
			next: "Make sure the address is a yjiyun platform; if it is, pass the request number to support.",
		},
		notSignedIn: { what: "You are not signed in, or no longer.", next: "Sign in again." },
		tooLarge: { what: "The content is too long for the platform.", next: "Send it in several messages." },
		lineDown: {
			what: "There is no connection.",
			next: "Try again once connected, or choose “Reconnect now”.",
		},
		invalidAddress: {
			what: "The address is not valid.",
			next: "The API address begins with https://, the socket address with https:// or wss://.",
		},
		cache: {
			what: "The local cache could not be read or written.",
			next: "Check the free disk space, then reopen Zuoxi.",
		},
		cacheKey: {
			what: "The key of the local cache is wrong or lost.",
			next: "The old cache was set aside, not deleted; signing in rebuilds it from the platform.",
		},
		cacheNewer: {
			what: "The local cache was written by a newer Zuoxi.",
			next: "Update Zuoxi, then open it again.",
		},
		cacheDamaged: {
			what: "The local cache is damaged.",
			next: "Close Zuoxi and open it again: the old file is kept, and what was not sent is saved.",
		},
		cacheReadOnly: {
			what: "The folder of the local cache is read-only.",
			next: "Make it writable, then try again; what is there was not touched.",
		},
		diskFull: {
			what: "The disk is full; this was not stored.",
			next: "Free some space, then try again; everything confirmed is there.",
		},
		keyring: {
			what: "The system keyring cannot be opened.",
			next: "Unlock it, or sign in without “Remember”.",
		},
		invalidInput: { what: "Something filled in is not valid.", next: "{{message}}" },
		notFound: { what: "What was asked for is no longer there.", next: "Refresh and look again." },
		storageNotConfigured: {
			what: "No file storage is set up yet.",
			next: "Fill in the company's object storage in the settings, then send the file.",
		},
		storageUnreachable: {
			what: "The file storage cannot be reached.",
			next: "Check its address and the network; the file was not sent and is where it was.",
		},
		storageDenied: {
			what: "The file storage does not accept the key.",
			next: "Check the key and its permissions, then save the settings again.",
		},
		storageBucket: { what: "The bucket does not exist.", next: "Check its name and region." },
		notPublic: {
			what: "The uploaded file cannot be opened from the internet.",
			next: "Allow public reading of the bucket and check the public address.",
		},
		clockWrong: {
			what: "This machine's clock differs too much from the storage's.",
			next: "Set the system time, then try again.",
		},
		fileEmpty: { what: "The file is empty.", next: "Choose another file." },
		fileType: { what: "Files of this type cannot be sent.", next: "{{message}}" },
		fileChanged: {
			what: "The file was changed while it was being uploaded.",
			next: "Send it once it is finished.",
		},
		fileUnwritable: {
			what: "The file could not be written there.",
			next: "Choose another folder, or check disk space and permissions.",
		},
		fileDangerous: {
			what: "A file of this kind may run a program, so Zuoxi does not open it.",
			next: "If you need it, save it and have it scanned for viruses first.",
		},
		fileUnreadable: {
			what: "The file cannot be read.",
			next: "Check that it is still there and can be opened.",
		},
		addressHasQuery: {
			what: "The cover's address must not have parameters.",
			next: "Remove the question mark and what follows it.",
		},
		notAnImage: { what: "The cover is not a picture.", next: "Choose a JPG or PNG." },
		cancelled: { what: "The upload was cancelled.", next: "The file is where it was and can be sent again." },
		alreadySent: {
			what: "The message has left and cannot be taken back.",
			next: "The customer may have read it; send a correction if one is needed.",
		},
		tooSoon: {
			what: "This was asked a moment ago.",
			next: "Try again later; asking too often gets blocked.",
		},
		shortcut: {
			what: "These keys could not be had; the former ones stay.",
			next: "Another program may have taken them: choose others.",
		},
		autostart: {
			what: "The start with the computer could not be set; nothing was changed.",
			next: "Check what the system starts at sign-in, or ask an administrator to allow it.",
		},
		notification: {
			what: "The notification could not be shown.",
			next: "Check the notifications in the system's settings; a desktop without them shows the number on the icon only.",
		},
		fileInUse: {
			what: "A file is open in another program.",
			next: "Close it there, in Excel for instance, and go on.",
		},
		exportRunning: { what: "An export is running already.", next: "Wait for it or cancel it first." },
		forbiddenByPolicy: {
			what: "Your organisation does not allow this on this computer.",
			next: "The rules are in the settings under privacy and storage; an administrator can change them.",
		},
		unknown: { what: "Something unexpected went wrong.", next: "{{message}}" },
	},
};
