/** The parts of the settings, in their order. */
import {
	BellRing,
	CircleUserRound,
	HardDriveUpload,
	Info,
	Keyboard,
	type LucideIcon,
	MessageSquareReply,
	Palette,
	Shield,
	Zap,
} from "lucide-react";
import { create } from "zustand";

export const SECTIONS = [
	{ id: "look", icon: Palette },
	{ id: "reply", icon: MessageSquareReply },
	{ id: "keys", icon: Keyboard },
	{ id: "desktop", icon: BellRing },
	{ id: "storage", icon: HardDriveUpload },
	{ id: "replies", icon: Zap },
	{ id: "privacy", icon: Shield },
	{ id: "accounts", icon: CircleUserRound },
	{ id: "about", icon: Info },
] as const satisfies readonly { id: string; icon: LucideIcon }[];

export type SectionId = (typeof SECTIONS)[number]["id"];

/** Which part was open last; whoever leads into the settings can choose it. */
export const useSettingsSection = create<{ section: SectionId; open: (section: SectionId) => void }>(
	(set) => ({
		section: "look",
		open: (section) => set({ section }),
	}),
);
