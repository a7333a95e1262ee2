/** Our sign: words kept behind a lock. Drawn here in the colour of the text around it; `mark.svg` is the page's icon. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
      <path
        class="mark-bubble"
        d="M12 4h24a8 8 0 0 1 8 8v18a8 8 0 0 1-8 8H24.500l-8.800 6.600A1.700 1.700 0 0 1 13 43.200V38h-1a8 8 0 0 1-8-8V12a8 8 0 0 1 8-8z"
      />
      <path
        class="mark-lock"
        d="M24 11.500a6 6 0 0 1 3.100 11.140l1.700 6.360a1.200 1.200 0 0 1-1.160 1.500h-7.280a1.200 1.200 0 0 1-1.160-1.500l1.700-6.360A6 6 0 0 1 24 11.500z"
      />
    </svg>
  );
}
