import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type ChatRow, commands, type GroupMember } from "@/bindings";
import { memberAvatar, useRobot } from "@/shared/host";
import { usePinyin } from "@/shared/text/pinyin";
import { oneLine } from "@/shared/text/plain";
import { Avatar } from "@/shared/ui/Avatar";
import { membersMatching } from "./mentions";
import { PickerList, type PickerProps, usePickerKeys } from "./PickerList";

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
export function MentionPicker({ members, onChoose, ...list }: Props) {
	const { query } = list;
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
	const keys = usePickerKeys(choices, list);
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
