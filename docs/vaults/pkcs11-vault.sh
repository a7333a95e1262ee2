#!/bin/sh
# A command for CONFIDANT_KEY_VAULT=command: the master key is wrapped by an RSA key that never leaves its token.
# Needs pkcs11-tool (OpenSC) and openssl; reads one line of base64, writes one. Make the key pair once, in the token:
#   pkcs11-tool --module MODULE --token-label TOKEN --login --keypairgen --key-type rsa:3072 --label confidant
set -eu
: "${PKCS11_MODULE:?path of the PKCS#11 module}" "${PKCS11_TOKEN:?label of the token}" "${PKCS11_PIN_FILE:?file with the PIN}"
label=${PKCS11_KEY:-confidant}
# Plain bytes of the key pass through memory alone.
work=$(mktemp -d -p "${XDG_RUNTIME_DIR:-/dev/shm}")
trap 'rm -rf "$work"' EXIT
umask 077

token() {
  pkcs11-tool --module "$PKCS11_MODULE" --token-label "$PKCS11_TOKEN" --label "$label" "$@" 2>"$work/said" >"$work/listed"
}

case "${1:-}" in
wrap)
  token --read-object --type pubkey --output-file "$work/public.der" || { cat "$work/said" >&2; exit 1; }
  base64 -d | openssl pkeyutl -encrypt -pubin -keyform DER -inkey "$work/public.der" -pkeyopt rsa_padding_mode:oaep | base64 -w 0
  ;;
unwrap)
  base64 -d >"$work/wrapped"
  PKCS11_PIN=$(cat "$PKCS11_PIN_FILE")
  export PKCS11_PIN
  if ! token --login --pin env:PKCS11_PIN --decrypt --mechanism RSA-PKCS-OAEP --hash-algorithm SHA-1 --mgf MGF1-SHA1 \
    --input-file "$work/wrapped" --output-file "$work/plain"; then
    # 3 says that another key wrapped it; a token that is not there, or a wrong PIN, is a failure.
    grep -q 'C_Decrypt' "$work/said" && exit 3
    cat "$work/said" >&2
    exit 1
  fi
  base64 -w 0 <"$work/plain"
  ;;
*)
  echo "usage: $0 wrap | unwrap" >&2
  exit 2
  ;;
esac
