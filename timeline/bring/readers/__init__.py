"""What reads one family of files each; ``timeline.bring.look`` finds which one a file needs."""
