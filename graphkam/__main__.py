"""`python -m graphkam` is the command `graphkam`."""

from graphkam.cli import main

if __name__ == "__main__":
    main()
