import { useTranslation } from "react-i18next";
import type { Action, LabelId, QueuedAction, RobotKey } from "@/bindings";
import { useDesk } from "../host";
import { useNames } from "../host/names";
import { maskedPhone, oneLine } from "../text/plain";
import { useLanguage } from "./useLanguage";

/** The names that fit into a line; the others are counted. */
export const SHOWN_NAMES = 3;

/** What a robot was asked to do, and why it was refused, in the words of the language that is on. */
export function useActionWords() {
	const { t } = useTranslation();
	const nameOf = useNames();
	const libraries = useDesk((desk) => desk.records.libraries);
	const comma = useLanguage() === "en" ? ", " : "、";

	function people(robot: RobotKey, ids: readonly string[]): string {
		const names = ids.slice(0, SHOWN_NAMES).map((id) => nameOf(robot, id));
		const joined = names.join(comma);
		return ids.length > SHOWN_NAMES ? t("actions.andOthers", { names: joined, count: ids.length }) : joined;
	}

	function tags(robot: RobotKey, ids: readonly LabelId[]): string {
		const known = libraries.get(robot)?.library.groups.flatMap((group) => group.tags) ?? [];
		return ids.map((id) => oneLine(known.find((tag) => tag.id === id)?.name ?? id)).join(comma);
	}

	function title(robot: RobotKey, action: Action): string {
		switch (action.kind) {
			case "forward":
				return t("actions.forward", { names: people(robot, action.to) });
			case "acceptFriend":
				return t("actions.acceptFriend", { name: nameOf(robot, action.from) });
			case "addByPhone":
				return t("actions.addByPhone", { phone: maskedPhone(action.phone) });
			case "changeTags": {
				const name = nameOf(robot, action.customer);
				const parts = [
					action.add.length > 0 && t("actions.tagsAdd", { name, tags: tags(robot, action.add) }),
					action.remove.length > 0 && t("actions.tagsRemove", { name, tags: tags(robot, action.remove) }),
				];
				return parts.filter(Boolean).join(t("actions.joint"));
			}
			case "setRemark": {
				const name = nameOf(robot, action.customer);
				const parts = [
					action.name !== null && t("actions.remarkName", { name, value: oneLine(action.name) }),
					action.description !== null &&
						t("actions.remarkDescription", { name, value: oneLine(action.description) }),
				];
				return parts.filter(Boolean).join(t("actions.joint"));
			}
			case "kick":
				return t("actions.kick", {
					names: people(robot, action.members),
					group: nameOf(robot, action.group),
				});
			case "changeAdmins":
				return t(action.op === "add" ? "actions.adminsAdd" : "actions.adminsRemove", {
					names: people(robot, action.members),
					group: nameOf(robot, action.group),
				});
			case "invite":
				return t("actions.invite", {
					names: people(robot, action.friends),
					group: nameOf(robot, action.group),
				});
			case "renameGroup":
				return t("actions.renameGroup", { group: nameOf(robot, action.group), name: oneLine(action.name) });
			case "createGroup":
				return t("actions.createGroup", { name: oneLine(action.name), count: action.members.length });
			case "queryAdmins":
				return t("actions.queryAdmins", { group: nameOf(robot, action.group) });
			case "inquire":
				return action.about.kind === "people"
					? t("actions.inquirePeople", { names: people(robot, action.about.ids) })
					: t("actions.inquireGroups", { names: people(robot, action.about.ids) });
			case "setAnnouncement":
				return t(action.notifyAll ? "actions.announceAll" : "actions.announce", {
					group: nameOf(robot, action.group),
					text: oneLine(action.text),
				});
			case "queryTags":
				return t("actions.queryTags");
			case "changeProfile":
				return t("actions.changeProfile");
		}
	}

	/** Why it was refused: our words where the reason is known, and the platform's own. */
	function refusal(row: QueuedAction): string {
		const outcome = row.reply?.outcome;
		const reason = outcome?.kind === "refused" ? outcome.reason : "other";
		const said = oneLine(row.reply?.msg ?? "");
		if (reason !== "other") return t(`actions.refusal.${reason}`);
		return said === "" ? t("actions.refusal.unsaid") : t("actions.refusal.other", { message: said });
	}

	return { title, people, refusal };
}
