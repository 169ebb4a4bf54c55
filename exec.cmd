@rem npm runs its scripts with cmd.exe on Windows, which has no "exec" and finds this one.
@%*
