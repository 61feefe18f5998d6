@echo off
rem Runs a command of the installed Populus without a window: populus refresh all
"%~dp0Populus.exe" --headless %*
exit /b %ERRORLEVEL%
