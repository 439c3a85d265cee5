import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useImperativeHandle, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type ChatRow, commands, type GroupMember } from "@/bindings";
import { memberAvatar, useRobot } from "@/shared/host";
import { usePinyin } from "@/shared/text/pinyin";
import { oneLine } from "@/shared/text/plain";
import { Avatar } from "@/shared/ui/Avatar";
import { membersMatching } from "./mentions";
import { PickerList, usePickerKeys } from "./PickerList";
import type { PickerProps } from "./ReplyPicker";

/** The members of the chat's group; none for a chat with one person. */
export function useMembers(row: ChatRow): readonly GroupMember[] {
	const { robotKey, chatUser } = row.key;
	const isGroup = row.kind === "group";
	const queries = useQueryClient();
	const queryKey = ["groupCard", robotKey, chatUser];
	const card = useQuery({
		queryKey,
		queryFn: () => commands.groupCard(robotKey, chatUser),
		enabled: isGroup,
	});
	const read = useMutation({
		mutationFn: () => commands.readMembers(robotKey, chatUser),
		onSuccess: () => queries.invalidateQueries({ queryKey }),
	});
	const unread = isGroup && card.isSuccess && (card.data?.members.length ?? 0) === 0 && read.isIdle;
	const { mutate } = read;
	useEffect(() => {
		if (unread) mutate();
	}, [unread, mutate]);
	const own = useRobot(robotKey)?.robot.wxid;
	return useMemo(
		() => (card.data?.members ?? []).filter((member) => member.isPresent && member.id !== own),
		[card.data, own],
	);
}

type Props = PickerProps & { members: readonly GroupMember[]; onChoose: (member: GroupMember) => void };

/** Who can be named with @, found by name or pinyin. */
export function MentionPicker({ query, members, onChoose, onDismiss, onList, keysRef }: Props) {
	const { t } = useTranslation();
	const matches = usePinyin(true);
	const choices = useMemo(
		() =>
			membersMatching(members, query, matches).map((member) => ({
				id: member.id,
				choose: () => onChoose(member),
				row: <MemberRow member={member} />,
			})),
		[members, query, matches, onChoose],
	);
	const keys = usePickerKeys(choices, query, onDismiss);
	useImperativeHandle(keysRef, () => keys.onKeyDown as (event: KeyboardEvent) => boolean);
	const { active } = keys.list;
	useEffect(() => {
		onList(choices.length === 0 ? null : { id: keys.id, active });
		return () => onList(null);
	}, [onList, keys.id, active, choices.length]);
	if (choices.length === 0) return null;
	return <PickerList keys={keys} label={t("sending.members")} choices={choices} />;
}

function MemberRow({ member }: { member: GroupMember }) {
	const { t } = useTranslation();
	const name = oneLine(member.name);
	return (
		<span className="flex items-center gap-2">
			<Avatar name={name} seed={member.id} source={memberAvatar(member)} size={20} />
			<span className="bidi-isolate min-w-0 flex-1 truncate text-base text-text-1">{name}</span>
			{member.role !== "member" && (
				<span className="text-mini text-text-3">{t(`sending.role.${member.role}`)}</span>
			)}
		</span>
	);
}
