"""Runs a command in a terminal of its own and types for a person.

Standard input: JSON, a list of [text to wait for, keys to type]. Standard output: everything that the terminal
has shown. The exit code is the command's; 99 when a text
did not come.
"""

import fcntl
import json
import os
import pty
import re
import select
import struct
import sys
import termios

LONGEST_WAIT_SECONDS = 60
# Colors, and moves of the cursor.
SEQUENCES = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]")

steps = json.load(sys.stdin)
child, terminal = pty.fork()
if child == 0:
    # Here and not in the parent: a command that sets a size of its own comes after it.
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    os.execvp(sys.argv[1], sys.argv[1:])

shown = b""
seen = 0
while True:
    plain = SEQUENCES.sub(b"", shown)
    while steps and steps[0][0].encode() in plain[seen:]:
        text, keys = steps.pop(0)
        seen = plain.index(text.encode(), seen) + len(text.encode())
        os.write(terminal, keys.encode())
    ready, _, _ = select.select([terminal], [], [], LONGEST_WAIT_SECONDS)
    try:
        chunk = os.read(terminal, 65536) if ready else b""
    except OSError:  # The command has ended.
        chunk = b""
    if not chunk:
        break
    shown += chunk

sys.stdout.buffer.write(SEQUENCES.sub(b"", shown))
sys.stdout.flush()
if steps:
    sys.stderr.write("The terminal did not show: %s\n" % steps[0][0])
    os.kill(child, 9)
    sys.exit(99)
_, status = os.waitpid(child, 0)
sys.exit(os.waitstatus_to_exitcode(status))
