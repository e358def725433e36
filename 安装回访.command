#!/bin/sh
# 双击：装好、更新或卸掉回访。没有合适的 Python 时，说明到哪里装。
cd "$(dirname "$0")" || exit 1
found=""
for one in python3.14 python3.13 python3.12 python3.11 python3 /usr/local/bin/python3 /opt/homebrew/bin/python3; do
  if [ -z "$found" ] && "$one" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then found="$one"; fi
done
if [ -z "$found" ]; then
  cat "docs/need-python.txt"
  code=1
else
  choice="${1:-}"
  if [ -z "$choice" ] && [ -e .venv/ready ]; then
    cat "docs/again.txt"
    printf '> '
    read -r choice
  fi
  case "$choice" in
    2 | remove) "$found" start.py remove ;;
    *) "$found" start.py setup ;;
  esac
  code=$?
fi
if [ -t 0 ]; then
  printf '按回车关掉这个窗口。'
  read -r _
fi
exit "$code"
