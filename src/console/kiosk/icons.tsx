import type { ComponentChildren } from 'preact';

function Icon({ children }: { readonly children: ComponentChildren }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

export function SendIcon() {
  return (
    <Icon>
      <path d="M12 19V5M5.500 11.500 12 5l6.500 6.500" />
    </Icon>
  );
}

export function PersonIcon() {
  return (
    <Icon>
      <circle cx="12" cy="8" r="3.750" />
      <path d="M4.750 20c.700-3.900 3.600-6 7.250-6s6.550 2.100 7.250 6" />
    </Icon>
  );
}

export function RestartIcon() {
  return (
    <Icon>
      <path d="M4.500 12a7.500 7.500 0 1 0 2.400-5.500M4.500 4.500v4h4" />
    </Icon>
  );
}

export function ArrowIcon() {
  return (
    <Icon>
      <path d="M5 12h14M13 6l6 6-6 6" />
    </Icon>
  );
}

export function SourceIcon() {
  return (
    <Icon>
      <path d="M7 3.750h7l4 4v12.500H7zM14 3.750v4h4M10 12h5M10 15.500h5" />
    </Icon>
  );
}

export function RecordIcon() {
  return (
    <Icon>
      <path d="M12 3.500 19 6v5.500c0 4.300-2.800 7.400-7 9-4.200-1.600-7-4.700-7-9V6zM9 11.800l2.200 2.200 4-4.200" />
    </Icon>
  );
}

export function AlertIcon() {
  return (
    <Icon>
      <circle cx="12" cy="12" r="8.500" />
      <path d="M12 7.750v5M12 16v.200" />
    </Icon>
  );
}

export function ChatIcon() {
  return (
    <Icon>
      <path d="M6.500 4.500h11a2.500 2.500 0 0 1 2.500 2.500v7a2.500 2.500 0 0 1-2.500 2.500h-5.500l-4 3.500v-3.500H6.500A2.500 2.500 0 0 1 4 14V7a2.500 2.500 0 0 1 2.500-2.500zM8.500 9h7M8.500 12h4" />
    </Icon>
  );
}

export function LockIcon() {
  return (
    <Icon>
      <rect x="5" y="10.500" width="14" height="9.500" rx="2.500" />
      <path d="M8.500 10.500V8a3.500 3.500 0 0 1 7 0v2.500" />
    </Icon>
  );
}

export function CheckIcon() {
  return (
    <Icon>
      <path d="M5 12.500l4.500 4.500L19 7.500" />
    </Icon>
  );
}

export function ChoiceIcon() {
  return (
    <Icon>
      <path d="M4 8h7M17 8h3M4 16h3M13 16h7" />
      <circle cx="14" cy="8" r="3" />
      <circle cx="10" cy="16" r="3" />
    </Icon>
  );
}
