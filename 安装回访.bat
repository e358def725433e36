@echo off
chcp 65001 >nul
cd /d "%~dp0"
set "FOUND="
for %%p in ("py -3" python3 python) do if not defined FOUND call :try %%~p
if not defined FOUND goto missing
if /i "%~1"=="remove" goto remove
if not exist ".venv\ready" goto setup
type "docs\again.txt"
set "CHOICE="
set /p "CHOICE=> "
if "%CHOICE%"=="2" goto remove
:setup
call %FOUND% start.py setup
goto end
:remove
call %FOUND% start.py remove
goto end
:missing
type "docs\need-python.txt"
:end
if not defined HUIFANG_QUIET pause
exit /b
:try
call %* -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul
if not errorlevel 1 set "FOUND=%*"
exit /b
