import { accountsZhCN } from "./areas/accounts";
import { actionsZhCN, activityZhCN } from "./areas/activity";
import { auditZhCN } from "./areas/audit";
import { broadcastZhCN } from "./areas/broadcast";
import { contactsZhCN, directoryZhCN } from "./areas/contacts";
import { desktopZhCN } from "./areas/desktop";
import { errorsZhCN } from "./areas/errors";
import { exportZhCN } from "./areas/export";
import { filtersZhCN } from "./areas/filters";
import { groupZhCN } from "./areas/group";
import { groupToolsZhCN } from "./areas/groupTools";
import { healthZhCN } from "./areas/health";
import { inboxZhCN, listZhCN } from "./areas/inbox";
import { keysZhCN } from "./areas/keys";
import { laterZhCN } from "./areas/later";
import { leadZhCN } from "./areas/lead";
import { longTextZhCN } from "./areas/longText";
import { messagesZhCN } from "./areas/messages";
import { chartZhCN, metricsZhCN, waitingZhCN } from "./areas/metrics";
import { noticesZhCN } from "./areas/notices";
import { customerZhCN, editZhCN, notesZhCN, panelZhCN } from "./areas/panel";
import { policyZhCN } from "./areas/policy";
import { profileZhCN } from "./areas/profile";
import { qualityZhCN } from "./areas/quality";
import { repliesZhCN } from "./areas/replies";
import { requestsZhCN } from "./areas/requests";
import { robotsZhCN, robotZhCN } from "./areas/robots";
import { searchZhCN } from "./areas/search";
import { sendingZhCN } from "./areas/sending";
import { sessionZhCN } from "./areas/session";
import { settingsZhCN } from "./areas/settings";
import { shellZhCN } from "./areas/shell";
import { signInZhCN } from "./areas/signIn";
import { threadZhCN } from "./areas/thread";
import { timeZhCN } from "./areas/time";

/** The source language. `en.ts` has the same keys; `words.test.ts` holds both to it, and to the code. */
export const zhCN = {
	...shellZhCN,
	later: laterZhCN,
	lead: leadZhCN,
	audit: auditZhCN,
	health: healthZhCN,
	chart: chartZhCN,
	waiting: waitingZhCN,
	metrics: metricsZhCN,
	export: exportZhCN,
	...settingsZhCN,
	desktop: desktopZhCN,
	...signInZhCN,
	...errorsZhCN,
	notice: noticesZhCN,
	...sessionZhCN,
	robot: robotZhCN,
	inbox: inboxZhCN,
	robots: robotsZhCN,
	list: listZhCN,
	...filtersZhCN,
	...timeZhCN,
	...messagesZhCN,
	panel: panelZhCN,
	edit: editZhCN,
	notes: notesZhCN,
	customer: customerZhCN,
	group: groupZhCN,
	groupTools: groupToolsZhCN,
	longText: longTextZhCN,
	requests: requestsZhCN,
	actions: actionsZhCN,
	activity: activityZhCN,
	broadcast: broadcastZhCN,
	profile: profileZhCN,
	directory: directoryZhCN,
	contacts: contactsZhCN,
	...keysZhCN,
	...repliesZhCN,
	...sendingZhCN,
	...threadZhCN,
	...accountsZhCN,
	...searchZhCN,
	...qualityZhCN,
	...policyZhCN,
} as const;

type Shape<T> = { readonly [K in keyof T]: T[K] extends string ? string : Shape<T[K]> };

/** What every other language has to say. */
export type Words = Shape<typeof zhCN>;
