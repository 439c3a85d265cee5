import { useTranslation } from "react-i18next";
import type { NameHit } from "@/bindings";
import { chatAvatar, chatPath, useDesk } from "@/shared/host";
import { oneLine } from "@/shared/text/plain";
import { Avatar } from "@/shared/ui/Avatar";

type Props = { name: NameHit; onOpen: () => void };

/** A customer or a group that was found by name, perhaps one with whom nothing was said yet. */
export function NameRow({ name, onOpen }: Props) {
	const { t } = useTranslation();
	const row = useDesk((desk) => desk.chats.get(chatPath(name.chat)));
	const shown = oneLine(name.remark ?? name.name);
	return (
		<button
			type="button"
			data-result=""
			data-testid="search-name"
			onClick={onOpen}
			className="ring-inside flex w-full items-center gap-3 rounded-control px-3 py-2 text-left hover:bg-hover focus-visible:bg-hover"
		>
			<Avatar
				name={shown}
				seed={name.chat.chatUser}
				source={row === undefined ? null : chatAvatar(row)}
				size={32}
			/>
			<span className="min-w-0 flex-1">
				<span className="block truncate text-base text-text-1">{shown}</span>
				{(name.remark !== null || row === undefined) && (
					<span className="block truncate text-small text-text-3">
						{row === undefined ? t("search.noChat") : oneLine(name.name)}
					</span>
				)}
			</span>
		</button>
	);
}
